import { nearest } from '../../../protocol/nearest.ts';
import { findPromptCommand, promptCommands } from './commands/table.ts';
import type { Desk, PromptCommand } from './prompt-command.ts';

/** Carries out what is entered at the prompt, line by line. */
export class Interpreter {
  #lastRepeatable: PromptCommand | undefined;

  async carryOut(line: string, desk: Desk): Promise<void> {
    const [, word = '', rest = ''] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
    const command = word === '' ? this.#lastRepeatable : findPromptCommand(word);
    if (command?.repeats) this.#lastRepeatable = command;
    if (command) await command.run(desk, rest);
    else if (word !== '') desk.print(unknownCommand(word));
  }
}

function unknownCommand(word: string): string {
  const meant = nearest(
    word,
    promptCommands.map(({ names: [name] }) => name),
  );
  const hint = meant ? `Did you mean "${meant}"?` : 'Try "help".';
  return `There is no command "${word}". ${hint} To evaluate it: print ${word}`;
}
