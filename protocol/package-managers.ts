/** Package managers are known by their name, whatever the file is called that does their work: `npm-cli.js`, `yarn.cjs`. */
const MAIN_MODULE = /(?:^|[/\\])(npm|npx|yarn|pnpm|pnpx|corepack)\b[^/\\]*\.[cm]?js$/;

/** The package manager whose main module a file is. They only start what the user means. */
export const packageManagerOf = (file: string): string | undefined => MAIN_MODULE.exec(file)?.[1];
