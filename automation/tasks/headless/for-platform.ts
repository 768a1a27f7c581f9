type Settings = Readonly<Record<string, unknown>>;

const BLOCKS: readonly (readonly [block: string, platform: NodeJS.Platform])[] = [
  ['windows', 'win32'],
  ['osx', 'darwin'],
  ['linux', 'linux'],
];

/** A configuration with what it says of this platform, and without what it says of others. */
export function forPlatform(settings: Settings, platform = process.platform): Settings {
  const common = Object.fromEntries(
    Object.entries(settings).filter(([name]) => !BLOCKS.some(([block]) => block === name)),
  );
  const own = BLOCKS.find(([, of]) => of === platform)?.[0];
  const block = own === undefined ? undefined : settings[own];
  return typeof block === 'object' && block !== null ? { ...common, ...block } : common;
}
