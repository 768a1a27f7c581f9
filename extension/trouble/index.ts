import { Redactor } from '../../automation/redaction/redactor.ts';

export { BreakpointView } from './breakpoint-view.ts';
export { copyReport, openIssue, showReport } from './report-document.ts';

/** Hides what looks like a secret in one line after the other, and remembers those that had a name. */
export function hideSecrets(): (text: string) => string {
  const redactor = new Redactor();
  return (text) => redactor.text(text);
}
