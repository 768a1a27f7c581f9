/** Whether somebody sits at a terminal and can be asked. */
export const isAttended = (): boolean => process.stdin.isTTY && process.stdout.isTTY;
