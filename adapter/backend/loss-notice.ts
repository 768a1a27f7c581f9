import type { Connection } from '../../ipc/connection.ts';

/** A loss that is mended within this time, in milliseconds, or that is the program's end, is not worth a word. */
const NOTICE_AFTER_MS = 1000;

/** Tells the user that the program is out of reach, and when it is back. */
export function tellOfLosses(connection: Connection, tell: (text: string) => void): void {
  let timer: NodeJS.Timeout | undefined;
  let isTold = false;
  connection.onState((state) => {
    clearTimeout(timer);
    if (state === 'reconnecting') {
      timer = setTimeout(() => {
        isTold = true;
        tell('The connection to the program is lost; trying to reach it again.');
      }, NOTICE_AFTER_MS);
      timer.unref();
    } else if (isTold && state === 'connected') {
      isTold = false;
      tell('The connection to the program is back.');
    }
  });
}
