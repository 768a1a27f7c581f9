import { writeOutputAtOnce } from '../blocking-output.ts';
import { FramedOutput } from './framed-output.ts';
import { adaptersStreams } from './own-streams.ts';

/**
 * Makes the program's streams write at once, and frames what goes to the adapter, where that reads the output and says
 * so; undefined where no stream leads there.
 *
 * @param setting The value of `Env.output`.
 * @param onLocated See {@link FramedOutput}.
 */
export function prepareStreams(setting: string | undefined, onLocated: () => void): FramedOutput | undefined {
  const [adapter, key] = setting?.split(':') ?? [];
  const streams = key ? adaptersStreams(Number(adapter)) : [];
  if (!key || streams.length === 0) {
    writeOutputAtOnce();
    return undefined;
  }
  const framed = new FramedOutput(key, streams, onLocated);
  writeOutputAtOnce((handle, fd) => {
    if (streams.includes(fd)) framed.frame(handle);
  });
  return framed;
}
