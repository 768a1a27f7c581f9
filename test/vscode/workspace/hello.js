function greet(name) {
  const greeting = `Hello, ${name}!`;
  return greeting; // breakpoint
}

const names = ['Ada', 'Grace'];
for (const name of names) console.log(greet(name));
