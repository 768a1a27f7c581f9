import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { originFile, originOf } from '../../scripts/pictures/origin.mjs';
import { sizeOf } from '../../scripts/pictures/png.mjs';

interface Step {
  readonly title: string;
  readonly description: string;
  readonly media: { readonly image: Readonly<Record<string, string>>; readonly altText: string };
  readonly completionEvents: readonly string[];
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: {
    walkthroughs: readonly { steps: readonly Step[] }[];
    commands: readonly { command: string }[];
  };
};
const steps = contributes.walkthroughs.flatMap(({ steps }) => steps);
const commands = contributes.commands.map(({ command }) => command);

/** Of Tandem's own: those of VS Code are looked for in a VS Code. */
const ownCommands = (text: string): string[] =>
  [...text.matchAll(/[Cc]ommand:(tandem\.\w+)/g)].map(([, command]) => command!);

describe.each(steps)('the step "$title" of the walkthrough', ({ description, media, completionEvents }) => {
  it('is short, and has something to click', () => {
    expect(description.length).toBeLessThan(600);
    expect(description).toMatch(/^\[.+\]\(command:.+\)$/m);
  });

  it('marks words as walkthroughs do: ``code``, __italic__, **bold**', () => {
    expect(description).not.toMatch(/(?<!`)`(?!`)|(?<!\*)\*(?!\*)/);
  });

  it('names commands of Tandem that there are', () => {
    for (const command of ownCommands([description, ...completionEvents].join(' ')))
      expect(commands).toContain(command);
    expect(completionEvents).not.toHaveLength(0);
  });

  it('has a picture for each kind of theme, in words as well', () => {
    expect(Object.keys(media.image)).toEqual(['dark', 'light', 'hc', 'hcLight']);
    for (const file of Object.values(media.image)) expect(existsSync(file), file).toBe(true);
    expect(media.altText).toMatch(/^[A-Z].{20,}/);
  });
});

describe('the pictures', () => {
  const all = readdirSync('media', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.png') && file !== 'icon.png')
    .map((file) => join('media', file));
  const shown = [
    ...steps.flatMap(({ media }) => Object.values(media.image)),
    ...[...readFileSync('README.md', 'utf8').matchAll(/media\/[\w/-]+\.png/g)].map(([file]) => file),
  ];

  it('are there, and none that nobody shows', () => {
    const light = all.map((file) => file.replace(/(?<!-light)\.png$/, '-light.png'));
    expect(shown.filter((file) => !all.includes(join(file)))).toEqual([]);
    expect(light.filter((file) => !all.includes(file))).toEqual([]);
  });

  it('are sharp and small', () => {
    for (const file of all) {
      const { width } = sizeOf(readFileSync(file));
      expect(width, file).toBeGreaterThanOrEqual(1000);
      expect(statSync(file).size, file).toBeLessThan(150_000);
    }
    expect(all.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(900_000);
  });

  it('show the examples as they are: else run `npm run pictures`', async () => {
    expect(readFileSync(originFile, 'utf8')).toBe(await originOf());
  });
});
