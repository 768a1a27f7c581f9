// Tries every fault many times: `npm run test:faults`, some twenty minutes. A failure names its seed, and
// `npm run test:faults -- --seed SEED` has it again; `--write` puts what was found into docs/RELIABILITY.md.
import { parseArgs } from 'node:util';
import { main, run, tool } from './run.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    sessions: { type: 'string', default: '1000' },
    stops: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '200' },
    write: { type: 'boolean', default: false },
  },
});

await main(async () => {
  const env = {
    TANDEM_FAULT_SESSIONS: values.sessions,
    TANDEM_FAULT_STOPS: values.stops,
    TANDEM_FAULT_KILLS: values.kills,
    TANDEM_FAULT_SEED: values.seed,
    ...(values.write && { TANDEM_FAULT_WRITE: '1' }),
  };
  const vitest = [tool('vitest/vitest.mjs'), 'run', 'test/faults'];
  await run(`Faults, seed ${values.seed}`, process.execPath, vitest, env);
});
