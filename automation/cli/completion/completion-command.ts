import { errors } from '../../../protocol/errors.ts';
import type { Command } from '../command.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { type Completion, complete } from './complete.ts';
import { SCRIPTS, type Shell } from './scripts.ts';
import { surroundings } from './surroundings.ts';

/** @param commands all that there are, this one with them; asked for when a word is to be completed. */
export const completionCommand = (commands: () => readonly Command[]): Command =>
  defineCommand({
    name: 'completion',
    summary: 'let a shell complete what you type',
    help: {
      about: 'Prints what a shell has to run to complete the words of "tandem" command lines.',
      usage: '[OPTIONS] bash|zsh|fish|powershell',
      notes: `Exit code: ${EXIT.ok}; ${EXIT.usage} for a shell that is not known.

Put one of these where your shell finds it when it starts:
  eval "$(tandem completion bash)"                                  # ~/.bashrc
  eval "$(tandem completion zsh)"                                   # ~/.zshrc, after compinit
  tandem completion fish | source                                   # ~/.config/fish/config.fish
  tandem completion powershell | Out-String | Invoke-Expression     # $PROFILE`,
    },
    options: {
      word: {
        type: 'string',
        value: 'WORD',
        summary: 'print how this word can go on, after "--" and the words before it: what shells ask',
      },
    },
    optionsPlace: 'anywhere',
    run: async ({ values, rest, command }) => {
      if (values.word !== undefined) {
        print(await complete(commands(), rest, values.word, surroundings));
        return EXIT.ok;
      }
      process.stdout.write(scriptOf(rest, command));
      return EXIT.ok;
    },
  });

function print({ candidates, shell }: Completion): void {
  const lines = shell
    ? [`#${shell}`]
    : candidates.map(({ value, description }) => [value, description].filter(Boolean).join('\t'));
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
}

function scriptOf([shell, extra]: readonly string[], command: string): string {
  if (shell !== undefined && extra === undefined && Object.hasOwn(SCRIPTS, shell))
    return SCRIPTS[shell as Shell];
  throw errors.cliUsage(`The shell must be one of ${Object.keys(SCRIPTS).join(', ')}.`, command);
}
