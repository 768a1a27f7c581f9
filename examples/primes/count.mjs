/** From `from` on, and below `to`. */
export function countPrimes(from, to) {
  let count = 0;
  for (let number = from; number < to; number += 1) {
    if (isPrime(number)) count += 1;
  }
  return count;
}

function isPrime(number) {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) {
    if (number % divisor === 0) return false;
  }
  return true;
}
