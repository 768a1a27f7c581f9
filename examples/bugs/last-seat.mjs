// There is one seat left. Why is it sold twice?
import { setTimeout as pause } from 'node:timers/promises';

const train = { seats: 1 };

async function pay() {
  await pause(5);
  return true;
}

async function book(customer) {
  const free = train.seats;
  if (free < 1) return `${customer}: no seat left`;
  const paid = await pay();
  if (paid) train.seats = free - 1;
  return `${customer}: booked, ${train.seats} left`;
}

const answers = await Promise.all([book('Ada'), book('Grace')]);
console.log(answers.join('\n'));
