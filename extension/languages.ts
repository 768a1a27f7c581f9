/** Of the programs that Tandem runs, by the names that VS Code has for them. */
export const LANGUAGES: readonly string[] = [
  'javascript',
  'typescript',
  'javascriptreact',
  'typescriptreact',
  'python',
];
