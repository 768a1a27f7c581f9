import * as z from 'zod/mini';
import { errors } from '../../protocol/errors.ts';
import { PIPE_SETTINGS_MUST_BE, pipeSettings } from '../pipe/pipe-settings.ts';
import { DEBUG_SETTINGS_MUST_BE, debugSettings } from '../settings/debug-settings.ts';
import { inOurWords } from '../settings/debugpy-settings.ts';
import { text } from '../settings/kinds.ts';
import { type MustBe, settingsReader } from '../settings/settings-reader.ts';

const port = () => z.union([z.int().check(z.gte(1), z.lte(65535)), z.string().check(z.regex(/^\d{1,5}$/))]);
const pid = () => z.union([z.int().check(z.gte(1)), z.string().check(z.regex(/^[1-9]\d*$/))]);
const milliseconds = () => z.int().check(z.gte(0), z.lte(3_600_000));

const makeSchema = () =>
  z.object({
    endpoint: z.optional(text()),
    path: z.optional(text()),
    pipeName: z.optional(text()),
    host: z.optional(text()),
    /** What js-debug calls the host. */
    address: z.optional(text()),
    port: z.optional(port()),
    processId: z.optional(pid()),
    token: z.optional(text()),
    /** Node, where a `pipe` leads to. */
    runtimeExecutable: z.optional(z.nullable(text())),
    ...pipeSettings(),
    restart: z._default(
      z.union([
        z.boolean(),
        z.strictObject({
          delay: z.optional(milliseconds()),
          maxAttempts: z.optional(z.int().check(z.gte(0))),
        }),
      ]),
      false,
    ),
    timeout: z._default(milliseconds(), 10_000),
    ...debugSettings(),
  });

/** An attach configuration that is known to be well-formed, with its defaults filled in. */
export type AttachConfiguration = z.output<ReturnType<typeof makeSchema>>;
type SettingName = keyof AttachConfiguration;

const MUST_BE: MustBe<SettingName> = {
  endpoint: 'an endpoint, for example "unix:/run/app.sock" or "tcp:127.0.0.1:4711"',
  path: 'the path of a socket',
  pipeName: 'the name of a pipe',
  host: 'the name or address of a machine',
  address: 'the name or address of a machine',
  port: 'a port number from 1 to 65535',
  processId: 'the id of a process',
  token: 'a text',
  runtimeExecutable: 'a path or a name',
  ...PIPE_SETTINGS_MUST_BE,
  restart:
    'true, false, or an object of "delay", a number of milliseconds, and "maxAttempts", a number of times',
  timeout: 'a number of milliseconds from 0 to 3600000',
  ...DEBUG_SETTINGS_MUST_BE,
};

export const attachSettingNames = Object.keys(MUST_BE) as readonly SettingName[];

const read = settingsReader(makeSchema, MUST_BE);

/** Where the program is found that is to be debugged. */
const PLACES = ['endpoint', 'path', 'pipeName', 'port', 'processId'] as const;

/** Validates an attach configuration as the client sent it: it names exactly one place, behind a `pipe` or not. */
export function parseAttachConfiguration(raw: object): AttachConfiguration {
  const configuration = read(inOurWords(raw));
  const [first, second] = PLACES.filter((name) => configuration[name] !== undefined);
  // Where a pipe leads, the one program that waits is meant.
  if (!first && !configuration.pipe) throw errors.attachPlaceUnset();
  if (first && second) throw errors.attachPlaceAmbiguous(first, second);
  return configuration;
}
