import type { DapClient } from '../../dap/dap-client.ts';

/** What takes less, in milliseconds, is not worth a line. */
const PATIENCE_MS = 300;
const CLEAR_LINE = '\r\x1b[2K';

/** Shows work that takes a while in one line of a terminal, which is gone when the work is done. */
export function showProgress(
  client: Pick<DapClient, 'on'>,
  output: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>,
): void {
  if (!output.isTTY) return;
  const lines = new Map<string, string>();
  let isVisible = false;
  let patience: NodeJS.Timeout | undefined;

  const draw = (): void => {
    isVisible = true;
    output.write(`${CLEAR_LINE}${[...lines.values()].at(-1)} …`);
  };
  client.on('progressStart', ({ progressId, title }) => {
    lines.set(progressId, title);
    patience ??= setTimeout(draw, PATIENCE_MS).unref();
  });
  client.on('progressUpdate', ({ progressId, percentage, message }) => {
    const [title] = lines.get(progressId)?.split(': ', 1) ?? [''];
    const parts = [message, percentage === undefined ? undefined : `${percentage} %`];
    lines.set(progressId, `${title}: ${parts.filter((part) => part !== undefined).join(', ')}`);
    if (isVisible) draw();
  });
  client.on('progressEnd', ({ progressId }) => {
    lines.delete(progressId);
    if (lines.size > 0) return;
    clearTimeout(patience);
    patience = undefined;
    if (isVisible) output.write(CLEAR_LINE);
    isVisible = false;
  });
}
