import type { InspectorChannel, Protocol } from '../inspector-channel.ts';

/** The functions of Node's through which the text of every module comes before it is compiled, as remote objects. */
export interface ModuleLoader {
  /** `Module.prototype._compile(content, filename)`. */
  readonly compile: string | undefined;
  /** `compileFunction(code, params, options)` of `node:vm`: programs have module systems of their own, as Jest has. */
  readonly compileFunction: string | undefined;
  /** Node takes files by the names of their links. */
  readonly keepsSymlinks: boolean;
}

export async function findModuleLoader(channel: InspectorChannel): Promise<ModuleLoader> {
  const evaluate = (expression: string) =>
    channel.post('Runtime.evaluate', { expression, silent: true, disableBreaks: true });
  const [compile, compileFunction, keepsSymlinks] = await Promise.all([
    evaluate("process.getBuiltinModule('module').prototype._compile"),
    evaluate("process.getBuiltinModule('vm').compileFunction"),
    evaluate("/--preserve-symlinks/.test([...process.execArgv, process.env.NODE_OPTIONS].join(' '))"),
  ]);
  return {
    compile: compile.result.objectId,
    compileFunction: compileFunction.result.objectId,
    keepsSymlinks: keepsSymlinks.result.value === true,
  };
}

/**
 * Node's own `compileSourceTextModule(url, source)`, which every ES module comes through. Nobody hands it out, but it is a
 * variable of the file in which `module.register` was written.
 */
export async function findModuleCompiler(channel: InspectorChannel): Promise<string | undefined> {
  const propertiesOf = async (objectId: string | undefined) =>
    objectId === undefined
      ? { result: [], internalProperties: [] }
      : channel.post('Runtime.getProperties', { objectId, ownProperties: true });
  const register = await channel.post('Runtime.evaluate', {
    expression: "process.getBuiltinModule('module').register",
    silent: true,
    disableBreaks: true,
  });
  const { internalProperties } = await propertiesOf(register.result.objectId);
  const chain = internalProperties?.find(({ name }) => name === '[[Scopes]]')?.value?.objectId;
  const [closure] = (await propertiesOf(chain)).result;
  const variables = (await propertiesOf(closure?.value?.objectId)).result;
  return variables.find(({ name }) => name === 'compileSourceTextModule')?.value?.objectId;
}

/** A script as it was read, before V8 gets it. */
export interface Draft {
  readonly text: string;
  readonly isModule: boolean;
  /** Gives V8 another text instead. False when that is not possible. */
  replace(text: string): Promise<boolean>;
}

/** What Node calls the text in its two functions. */
const PARAMETERS = { module: 'source', commonjs: 'content' } as const;

/** The draft in a pause at the call of one of them. */
export const draftAt = (
  channel: InspectorChannel,
  { callFrames }: Protocol.Debugger.PausedEvent,
  kind: keyof typeof PARAMETERS,
  text: string,
): Draft => ({
  text,
  isModule: kind === 'module',
  replace: async (replacement) => {
    const { result } = await channel.post('Debugger.evaluateOnCallFrame', {
      callFrameId: callFrames[0]!.callFrameId,
      expression: `(${PARAMETERS[kind]} = ${JSON.stringify(replacement)}).length`,
      silent: true,
    });
    return result.value === replacement.length;
  },
});
