// The shop as a server. It runs without a debugger, until you join it with "Attach to a process": `node shop/server.js`, and
// then http://127.0.0.1:4000/3 in a browser.
import { createServer } from 'node:http';
import { loadOrders } from './orders.js';
import { total } from './prices.js';

async function answer(path) {
  const orders = await loadOrders();
  const order = orders.find(({ id }) => path === `/${id}`);
  return order ? `${order.customer} pays ${total(order) / 100} €` : 'No such order. There are /1, /2 and /3.';
}

const server = createServer(async (request, response) => {
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(await answer(request.url).catch((error) => `It does not work: ${error.message}`));
});
server.listen(4000, '127.0.0.1', () => console.log('http://127.0.0.1:4000/1'));
