const LINES = 5;

/** The end of what somebody wrote, as much of it as a message can hold. */
export const lastLines = (text: string): string => text.trim().split('\n').slice(-LINES).join('\n');
