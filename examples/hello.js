// The smallest thing to debug: click left of a line number, press F5.
function greet(name) {
  const greeting = `Hello, ${name}!`;
  return greeting;
}

for (const name of ['Ada', 'Grace', 'Linus']) {
  console.log(greet(name));
}
