/** A reply with that body. */
const reply = (body: object) => ({ seq: 1042, type: 'response', requestSeq: 977, body });

const frames = Array.from({ length: 20 }, (_, index) => ({
  id: 1000 + index,
  name: index % 3 ? `OrderService.process${index}` : '(anonymous)',
  source: { name: 'orders.ts', path: '/home/somebody/projects/shop/src/orders/orders.ts' },
  line: 40 + 7 * index,
  column: 9,
}));

const variables = Array.from({ length: 300 }, (_, index) => ({
  name: `property${index}`,
  value: index % 2 ? `${index * 3.25}` : `'the value of a property, number ${index}'`,
  type: index % 2 ? 'number' : 'string',
  evaluateName: `order.property${index}`,
  variablesReference: index % 10 ? 0 : 5000 + index,
  presentationHint: { kind: 'property' },
}));

const source = (length: number) =>
  reply({ content: 'const a = "some";\n'.repeat(length / 18 + 1).slice(0, length) });

/** What passes between adapter and program, from the smallest to the largest. */
export const MESSAGES = {
  command: { label: 'command', message: { seq: 12, command: 'next', arguments: { threadId: 1 } } },
  stopped: {
    label: 'stopped',
    message: {
      seq: 31,
      type: 'event',
      event: 'stopped',
      body: { reason: 'breakpoint', threadId: 1, allThreadsStopped: false, hitBreakpointIds: [3] },
    },
  },
  stack: { label: 'stack of 20 calls', message: reply({ stackFrames: frames, totalFrames: 20 }) },
  variables: { label: '300 variables', message: reply({ variables }) },
  text64: { label: 'text of 64 B', message: source(64) },
  text1k: { label: 'text of 1 KiB', message: source(1024) },
  text64k: { label: 'text of 64 KiB', message: source(64 * 1024) },
  text1m: { label: 'text of 1 MiB', message: source(1024 * 1024) },
} as const;
