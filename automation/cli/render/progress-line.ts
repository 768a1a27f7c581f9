import type { DapClient } from '../../dap/dap-client.ts';

const CLEAR_LINE = '\r\x1b[2K';

/** Shows work that takes a while in one line of a terminal, which is gone when the work is done. */
export function showProgress(
  client: Pick<DapClient, 'on'>,
  output: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>,
): void {
  if (!output.isTTY) return;
  const lines = new Map<string, string>();
  const draw = (): void => {
    output.write(`${CLEAR_LINE}${[...lines.values()].at(-1)} …`);
  };
  client.on('progressStart', ({ progressId, title }) => {
    lines.set(progressId, title);
    draw();
  });
  client.on('progressUpdate', ({ progressId, percentage, message }) => {
    const [title] = lines.get(progressId)?.split(': ', 1) ?? [''];
    const parts = [message, percentage === undefined ? undefined : `${percentage} %`];
    lines.set(progressId, `${title}: ${parts.filter((part) => part !== undefined).join(', ')}`);
    draw();
  });
  client.on('progressEnd', ({ progressId }) => {
    lines.delete(progressId);
    if (lines.size > 0) draw();
    else output.write(CLEAR_LINE);
  });
}
