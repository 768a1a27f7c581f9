// Tries every fault many times: `npm run test:faults`, some twenty minutes. A failure names its seed, and
// `npm run test:faults -- SEED` has it again.
import { main, run, tool } from './run.mjs';

await main(async () => {
  const [seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
  const env = { TANDEM_FAULT_SESSIONS: '1000', TANDEM_FAULT_KILLS: '200', TANDEM_FAULT_SEED: seed };
  await run(`Faults, seed ${seed}`, process.execPath, [tool('vitest/vitest.mjs'), 'run', 'test/faults'], env);
});
