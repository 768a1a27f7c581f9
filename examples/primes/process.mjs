import { countPrimes } from './count.mjs';

const [from, to] = process.argv.slice(2).map(Number);
process.send(countPrimes(from, to));
process.disconnect();
