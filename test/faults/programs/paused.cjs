console.log('up');
// biome-ignore lint/suspicious/noDebugger: it is what this program is for
debugger;
setInterval(() => {}, 1e6);
