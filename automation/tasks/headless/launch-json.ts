import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import { errors } from '../../../protocol/errors.ts';
import { nearest } from '../../../protocol/nearest.ts';

type Settings = Readonly<Record<string, unknown>>;

export interface NamedConfiguration {
  readonly settings: Settings;
  /** Where its launch.json is. */
  readonly folder: string;
}

interface LaunchJson {
  readonly folder: string;
  readonly configurations: readonly Settings[];
  readonly compounds: readonly Settings[];
}

/** The configuration of a name, from the launch.json of the first folder that has it. */
export function configurationNamed(name: string, folders: readonly string[]): NamedConfiguration {
  const files = folders.flatMap((folder) => readLaunchJson(folder) ?? []);
  if (files.length === 0) throw errors.launchJsonMissing(name, folders.map(launchJsonOf));
  for (const { folder, configurations } of files) {
    const settings = configurations.find((one) => one.name === name);
    if (settings) return { settings, folder };
  }
  const compound = files.flatMap(({ compounds }) => compounds).find((one) => one.name === name);
  if (compound) throw errors.configurationCompound(name, partsOf(compound));
  const known = files.flatMap(({ configurations }) => configurations.map((one) => String(one.name)));
  throw errors.configurationUnknown(name, known, nearest(name, known));
}

const launchJsonOf = (folder: string): string => join(folder, '.vscode', 'launch.json');

/** Undefined where there is none. */
function readLaunchJson(folder: string): LaunchJson | undefined {
  const file = launchJsonOf(folder);
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
  const problems: ParseError[] = [];
  const content: unknown = parse(text, problems, { allowTrailingComma: true });
  const [problem] = problems;
  if (problem) {
    const line = text.slice(0, problem.offset).split('\n').length;
    throw errors.launchJsonInvalid(file, line, printParseErrorCode(problem.error));
  }
  const { configurations, compounds } = isSettings(content) ? content : {};
  return { folder, configurations: listOf(configurations), compounds: listOf(compounds) };
}

const listOf = (value: unknown): Settings[] => (Array.isArray(value) ? value.filter(isSettings) : []);

const isSettings = (value: unknown): value is Settings => typeof value === 'object' && value !== null;

/** Names, or objects with a name and a folder. */
const partsOf = ({ configurations }: Settings): string[] =>
  (Array.isArray(configurations) ? configurations : []).map((part: unknown) =>
    String(isSettings(part) ? part.name : part),
  );
