import * as z from 'zod';
import { errors, TandemError } from '../../protocol/errors.ts';
import { clip } from '../session/limits.ts';
import { frame, task, thread, valueLength } from './inputs.ts';
import { fenced, inCode } from './text/markdown.ts';
import { valueText } from './text/variables-text.ts';
import { defineTool } from './tool.ts';
import { whichTask } from './which-task.ts';

const TITLE_LENGTH = 80;
const THREW = errors.evaluationFailed('').code;

const GLOBALLY = '  (evaluated globally: the program runs)';

export const evaluateTool = defineTool({
  name: 'debug_evaluate',
  title: 'Evaluate expressions',
  description:
    'Evaluates expressions in the language of the program (JavaScript, Python) where it is stopped, in any frame: reads, calls and assigns. The quickest way to test an idea about a bug, or a fix. Several at once, one after the other.',
  input: z.strictObject({
    expressions: z
      .preprocess(
        (given) => (typeof given === 'string' ? [given] : given),
        z.array(z.string().min(1)).min(1).max(50),
      )
      .describe('For example ["order.items.length", "coupons.get(order.coupon)"].'),
    task,
    frame,
    thread,
    valueLength,
  }),
  looks: false,
  doing: ({ expressions }) => `Evaluating ${inCode(clip(expressions.join('; '), TITLE_LENGTH))}`,
  question: ({ expressions }) => ({
    title: 'Evaluate in the program?',
    message: expressions.map((expression) => fenced(expression, 'js')).join('\n\n'),
  }),
  async run(context, { expressions, task: named, frame, thread, valueLength }) {
    const taskId = await whichTask(context, named, 'more');
    const lines: string[] = [];
    for (const expression of expressions) {
      try {
        const value = await context.commander.send('Evaluate', {
          taskId,
          expression,
          ...(frame !== undefined && { frame }),
          ...(thread !== undefined && { threadId: thread }),
          ...(valueLength !== undefined && { limits: { value: valueLength } }),
        });
        lines.push(`${expression} = ${valueText(value)}${value.global ? GLOBALLY : ''}`);
      } catch (thrown) {
        const error = TandemError.from(thrown);
        // What the expression throws is an answer. That there is nowhere to evaluate is none.
        if (!error.code.startsWith('engine.')) throw error;
        const threw = error.code === THREW;
        lines.push(`${expression} ${threw ? 'throws' : 'has no value:'} ${error.message}`);
      }
    }
    const opens = lines.some((line) => / {2}\[ref \d+\]/.test(line)) ? 'debug_variables opens a [ref]; ' : '';
    return { text: lines.join('\n'), next: `${opens}debug_move goes on.` };
  },
});
