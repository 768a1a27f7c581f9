// The other side of a bare socket: sends back what comes.
'use strict';

const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const path =
  process.platform === 'win32' ? `\\\\.\\pipe\\echo-${process.pid}` : join(tmpdir(), `echo-${process.pid}`);
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (bytes) => socket.write(bytes));
});
server.listen(path, () => process.send({ path }));
process.on('message', () => process.send({ rss: process.memoryUsage().rss }));
process.on('disconnect', () => server.close(() => process.exit()));
