import { tellBeside } from '../tasks/report.ts';

interface Given {
  readonly values: { readonly json?: boolean | undefined };
  readonly misplaced: readonly string[];
}

/** An option behind PROGRAM is the program's, which whoever meant it for Tandem would not notice. Of help, both have one. */
export function noteMisplaced({ values, misplaced }: Given): void {
  const named = [...new Set(misplaced)].filter((flag) => flag !== '--help' && flag !== '-h');
  if (values.json || named.length === 0) return;
  const [are, them] = named.length === 1 ? ['is', 'it'] : ['are', 'them'];
  const flags = named.map((flag) => `"${flag}"`).join(', ');
  tellBeside(
    `${flags} after PROGRAM ${are} the program's; if Tandem is meant, put ${them} before. "--" before PROGRAM says that this is so.`,
  );
}
