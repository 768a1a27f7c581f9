// Prints what everybody has to pay. It should, that is: somebody's invoice never comes. Whose, and why?
import { loadOrders } from './orders.js';
import { total } from './prices.js';

const euros = (cents) => `${(cents / 100).toFixed(2)} €`;

async function printInvoices() {
  const orders = await loadOrders();
  for (const order of orders) {
    console.log(`#${order.id} ${order.customer.padEnd(8)} ${euros(total(order)).padStart(10)}`);
  }
}

printInvoices();
