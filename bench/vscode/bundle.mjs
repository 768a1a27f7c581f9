import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const MODULES = 400;
const FUNCTIONS = 110;

/**
 * Makes a bundle of about 20 MB with its source map, as a large program has it: `dist/bundle.cjs` of `src/*.ts`.
 * @param {string} folder
 */
export async function makeBundle(folder) {
  await mkdir(join(folder, 'src'), { recursive: true });
  const names = Array.from({ length: MODULES }, (_, index) => `part${index}`);
  await Promise.all(names.map((name) => writeFile(join(folder, 'src', `${name}.ts`), part(name))));
  await writeFile(join(folder, 'src/main.ts'), main(names));
  const outfile = join(folder, 'dist/bundle.cjs');
  await build({
    entryPoints: [join(folder, 'src/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  return (await stat(outfile)).size;
}

/** @param {string} name */
function part(name) {
  const functions = Array.from(
    { length: FUNCTIONS },
    (_, index) => `
  /** Number ${index} of ${name}. */
  ${name}Step${index}(input: number, label: string = '${name} ${index}'): Result {
    const parts: string[] = label.split(' ').map((word) => word.toUpperCase());
    const total = parts.reduce((sum, word) => sum + word.length, input) * ${index + 1};
    if (total % 7 === 0) return { total, text: \`\${parts.join('-')} is divisible by seven\` };
    return { total, text: parts.length > 1 ? parts[0]! : 'nothing of interest was found in here' };
  }`,
  );
  return `interface Result { total: number; text: string }\nexport class ${name} {${functions.join('\n')}\n}\n`;
}

/** @param {string[]} names */
function main(names) {
  return `${names.map((name) => `import { ${name} } from './${name}.ts';`).join('\n')}

const all = [${names.join(', ')}];

function start(count: number): string {
  const text = \`\${count} parts\`;
  return text; // breakpoint
}

start(all.length);
`;
}
