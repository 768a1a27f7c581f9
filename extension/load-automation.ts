/** Read some time after activation, when nobody waits for anything. The build keeps it a file of its own. */
export const loadAutomation = () => require('./automation.js') as typeof import('./automation/index.ts');
