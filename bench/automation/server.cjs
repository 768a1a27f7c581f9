// A task server in a process of its own, as it is shipped.
'use strict';

const [bundle, folder] = process.argv.slice(2);
const { startServer } = require(bundle);

void startServer({ folders: [folder] }).then((server) => {
  process.send({ endpoint: server.endpoint, token: server.token });
  process.on('message', () => process.send({ rss: process.memoryUsage().rss }));
  process.on('disconnect', () => void server.close().then(() => process.exit()));
});
