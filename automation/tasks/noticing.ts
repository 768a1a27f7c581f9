import type { CommandAnswer, CommandName } from '../../protocol/tasks/commands.ts';
import type { Moved } from '../../protocol/tasks/task.ts';
import { movedText } from '../text/moved-text.ts';
import type { Commander } from './commander.ts';

/** A commander whose reader is told when somebody else has moved a program meanwhile, beside the answer that says so. */
export const noticing = (commander: Commander, tell: (text: string) => void): Commander => ({
  async send(name, data) {
    const answer = await commander.send(name, data);
    const moved = movedIn(answer);
    if (moved) tell(movedText((data as { readonly taskId: string }).taskId, moved));
    return answer;
  },
  onEvent: (listener) => commander.onEvent(listener),
});

const movedIn = (answer: CommandAnswer<CommandName>): Moved | undefined =>
  'moved' in answer ? answer.moved : undefined;
