// A process that exits without disposing what it made; prints where that was.
import { TransportFactory } from '../../ipc/transport-factory.ts';

const explicitPath = process.argv[2];

void Promise.all([
  TransportFactory.createListener({ transport: 'unix' }),
  TransportFactory.createListener({ transport: 'unix', path: explicitPath }),
]).then((results) => {
  const paths = results.map(({ launcherArgs }) => launcherArgs.at(-1));
  process.stdout.write(JSON.stringify(paths), () => process.exit());
});
