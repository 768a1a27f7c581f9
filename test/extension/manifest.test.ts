import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attachSettingNames, parseAttachConfiguration } from '../../adapter/attach/configuration.ts';
import { parseConfiguration, settingNames } from '../../adapter/launch/configuration.ts';
import { PATIENT } from '../../adapter/projects/patient-tests.ts';
import { unknownSettings } from '../../adapter/settings/unknown-settings.ts';

interface Property {
  readonly type: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Property[];
  readonly items?: Property;
  readonly additionalProperties?: Property | false;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly markdownDescription?: string;
  readonly description?: string;
  readonly enumDescriptions?: readonly string[];
  readonly defaultSnippets?: readonly { readonly label: string; readonly body: unknown }[];
}

interface Setting extends Property {
  readonly order: number;
  readonly scope: string;
  readonly enumDescriptions?: readonly string[];
}

interface Manifest {
  readonly icon: string;
  readonly contributes: {
    readonly configuration: readonly {
      readonly title: string;
      readonly order: number;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly breakpoints: readonly { readonly language: string }[];
    readonly debuggers: readonly {
      readonly languages: readonly string[];
      readonly configurationAttributes: {
        readonly launch: { properties: Record<string, Property> };
        readonly attach: { properties: Record<string, Property> };
      };
      readonly configurationSnippets: readonly { readonly body: object }[];
    }[];
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const tandem = manifest.contributes.debuggers[0]!;
const { properties } = tandem.configurationAttributes.launch;
const sections = manifest.contributes.configuration;
const settings = Object.assign({}, ...sections.map(({ properties }) => properties)) as Record<
  string,
  Setting
>;

/** What the adapter thinks of a configuration, which is what the schema promises the user. */
const accepts = (settings: object): boolean => {
  try {
    parseConfiguration({ program: 'a.js', ...settings });
    return true;
  } catch {
    return false;
  }
};

/** One value of each JSON type, harmless wherever the type is right. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  // Also where a number may come as a text.
  string: '1',
  number: 1,
  boolean: true,
  null: null,
  array: [],
  object: {},
};

const typesOf = ({ type }: Property): readonly string[] => [type].flat();

/** The words that the adapter's own message offers for a setting. */
const offered = (name: string): string[] => {
  try {
    parseConfiguration({ program: 'a.js', [name]: 'none of them' });
    return [];
  } catch (error) {
    return [...(error as Error).message.replace(/, but is .*/, '').matchAll(/"([^"]+)"/g)]
      .map(([, word]) => word!)
      .filter((word) => word !== name);
  }
};

describe('the launch schema of the manifest', () => {
  it('has the settings of the adapter, no more and no less', () => {
    expect(Object.keys(properties).sort()).toEqual([...settingNames].sort());
  });

  it('has its defaults', () => {
    const { program: _, ...defaults } = parseConfiguration({ program: 'a.js' });
    const own = Object.entries(properties).filter(([, property]) => 'default' in property);
    expect(Object.fromEntries(own.map(([name, property]) => [name, property.default]))).toEqual(defaults);
  });

  it.each(Object.entries(properties))('describes "%s"', (_name, { markdownDescription }) => {
    expect(markdownDescription).toMatch(/^[A-Z].*[.)]$/);
  });

  it.each(Object.entries(properties).filter(([, property]) => !property.enum && !property.anyOf))(
    'gives "%s" its types',
    (name, property) => {
      const accepted = Object.keys(SAMPLES).filter((type) => accepts({ [name]: SAMPLES[type] }));
      expect(accepted.sort()).toEqual([...typesOf(property)].sort());
    },
  );

  it.each(
    Object.entries(properties).filter(([, { items, additionalProperties }]) => items || additionalProperties),
  )('gives what is in "%s" its types', (name, { items, additionalProperties }) => {
    const wrap = (value: unknown) => ({ [name]: items ? [value] : { key: value } });
    const accepted = Object.keys(SAMPLES).filter((type) => accepts(wrap(SAMPLES[type])));
    expect(accepted.sort()).toEqual([...typesOf(items ?? (additionalProperties as Property))].sort());
  });

  it('has its enums', () => {
    for (const [name, { enum: words }] of Object.entries(properties)) {
      if (!words) continue;
      for (const word of words) expect(accepts({ [name]: word }), `${name}: ${word}`).toBe(true);
      expect(offered(name)).toEqual(words);
    }
    expect(Object.keys(properties).filter((name) => properties[name]!.enum)).toEqual(['console', 'adapter']);
  });

  it('has its limits of numbers', () => {
    const { minimum, maximum } = properties.killTimeout!;
    for (const [value, good] of [
      [minimum!, true],
      [minimum! - 1, false],
      [maximum!, true],
      [maximum! + 1, false],
    ] as const)
      expect(accepts({ killTimeout: value }), String(value)).toBe(good);
  });

  it('knows the words and the parts of "transport"', () => {
    const [{ enum: words }, { properties: parts }] = properties.transport!.anyOf as [Property, Property];
    expect(offered('transport')).toEqual([...words!, ...Object.keys(parts!)]);
    for (const word of [...words!, ...words!.map((type) => ({ type }))]) {
      expect(accepts({ transport: word }), JSON.stringify(word)).toBe(true);
    }
    for (const [name, { type, minimum, maximum }] of Object.entries(parts!)) {
      if (name === 'type') continue;
      const accepted = Object.keys(SAMPLES).filter((type) =>
        accepts({ transport: { [name]: SAMPLES[type] } }),
      );
      expect(accepted, name).toEqual([type === 'integer' ? 'number' : type]);
      if (minimum === undefined) continue;
      expect(accepts({ transport: { [name]: minimum - 1 } })).toBe(false);
      expect(accepts({ transport: { [name]: maximum! + 1 } })).toBe(false);
    }
  });

  it('knows the parts of "resourceLimits"', () => {
    const { properties: parts, additionalProperties } = properties.resourceLimits!;
    for (const [name, { exclusiveMinimum }] of Object.entries(parts!)) {
      expect(accepts({ resourceLimits: { [name]: 16 } }), name).toBe(true);
      expect(accepts({ resourceLimits: { [name]: exclusiveMinimum } }), name).toBe(false);
    }
    expect(accepts({ resourceLimits: { other: 1 } })).toBe(additionalProperties !== false);
    expect(offered('resourceLimits')).toEqual(Object.keys(parts!));
  });
});

describe('the attach schema of the manifest', () => {
  const { properties } = tandem.configurationAttributes.attach;

  /** A place is named by the settings themselves, or it is a process. */
  const accepts = (settings: object): boolean =>
    [settings, { processId: 1, ...settings }].some((all) => {
      try {
        parseAttachConfiguration(all);
        return true;
      } catch {
        return false;
      }
    });

  it('has the settings of the adapter, no more and no less', () => {
    expect(Object.keys(properties).sort()).toEqual([...attachSettingNames].sort());
  });

  it('has its defaults', () => {
    const { processId: _, ...defaults } = parseAttachConfiguration({ processId: 1 });
    const own = Object.entries(properties).filter(([, property]) => 'default' in property);
    expect(Object.fromEntries(own.map(([name, property]) => [name, property.default]))).toEqual(defaults);
  });

  it.each(Object.entries(properties))('describes "%s", and gives it its types', (name, property) => {
    expect(property.markdownDescription).toMatch(/^[A-Z].*[.)]$/);
    const samples: typeof SAMPLES = property.enum ? { ...SAMPLES, string: property.enum[0] } : SAMPLES;
    const accepted = Object.keys(samples).filter((type) => accepts({ [name]: samples[type] }));
    expect(accepted.sort()).toEqual([...typesOf(property)].sort());
  });

  it.each(
    Object.entries(properties).filter(
      ([, { minimum, maximum }]) => minimum !== undefined || maximum !== undefined,
    ),
  )('has the limits of "%s"', (name, { minimum, maximum }) => {
    for (const [value, good] of [
      [minimum, true],
      [minimum !== undefined && minimum - 1, false],
      [maximum, true],
      [maximum !== undefined && maximum + 1, false],
    ] as const)
      if (typeof value === 'number') expect(accepts({ [name]: value }), String(value)).toBe(good);
  });
});

describe('the options of debug terminals in the manifest', () => {
  const options = settings['tandem.terminal.options']!;

  it('are settings of launch configurations', () => {
    for (const [name, property] of Object.entries(options.properties!))
      expect(property, name).toEqual(properties[name]);
  });
});

describe.each(['launch', 'attach'] as const)(
  'what is shown while a %s configuration is written',
  (request) => {
    const { properties } = tandem.configurationAttributes[request];
    const parse = { launch: parseConfiguration, attach: parseAttachConfiguration }[request];

    it.each(Object.entries(properties))('says what each value of "%s" means', (_, property) => {
      for (const part of allOf(property)) {
        if (part.enum) expect(part.enumDescriptions).toHaveLength(part.enum.length);
        for (const inner of Object.values(part.properties ?? {}))
          expect(inner.description).toMatch(/^[A-Z].*\.$/);
      }
    });

    const proposed = Object.entries(properties).flatMap(([name, { defaultSnippets = [] }]) =>
      defaultSnippets.map(({ label, body }) => ({ name, label, body })),
    );
    it.each(proposed)('proposes a good value for "$name": $label', ({ name, body }) => {
      const place = { launch: { program: 'a.js' }, attach: PLACES.has(name) ? {} : { processId: 1 } }[
        request
      ];
      expect(() => parse({ ...place, ...filledIn({ [name]: body }) })).not.toThrow();
    });

    it('proposes a value where one has parts', () => {
      const structured = Object.keys(properties).filter((name) =>
        allOf(properties[name]!).some((part) => part.properties || part.additionalProperties),
      );
      expect(structured.filter((name) => !properties[name]!.defaultSnippets)).toEqual([]);
    });
  },
);

/** Settings that say themselves where a program is. */
const PLACES: ReadonlySet<string> = new Set(['processId', 'port', 'endpoint', 'path', 'pipeName']);

/** A property, and all that it is made of. */
const allOf = (property: Property): Property[] => [
  property,
  ...[...(property.anyOf ?? []), ...Object.values(property.properties ?? {})].flatMap(allOf),
];

describe('the configurations that the manifest proposes', () => {
  const kinds: Readonly<
    Record<string, readonly [names: readonly string[], parse: (settings: object) => unknown]>
  > = {
    launch: [settingNames, parseConfiguration],
    attach: [attachSettingNames, parseAttachConfiguration],
  };

  it.each(Object.entries(PATIENT))('the snippet for %s waits as long as its reader does', (runner, args) => {
    const bodies = tandem.configurationSnippets.map(({ body }) => JSON.stringify(body));
    const snippet = bodies.find((body) => body.includes(`node_modules/${runner}/`));
    for (const arg of args) expect(snippet).toContain(JSON.stringify(arg));
  });

  it.each(tandem.configurationSnippets.map(({ body }) => body))('%j is a good one', (body) => {
    const { type, request, name, ...settings } = body as Record<string, unknown>;
    expect([type, typeof name]).toEqual(['tandem', 'string']);
    const [names, parse] = kinds[String(request)]!;
    expect(unknownSettings(settings, names)).toEqual([]);
    expect(() => parse(filledIn(settings))).not.toThrow();
  });
});

/** A snippet as it stands in a launch.json, where the user has left all as it is proposed. */
function filledIn(snippet: object): object {
  const text = JSON.stringify(snippet)
    .replaceAll(/"\^((?:[^"\\]|\\.)*)"/g, (_, raw: string) => JSON.parse(`"${raw}"`) as string)
    .replaceAll(/(?<!\\)\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/(?<!\\)\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replaceAll(/\\+\$\{command:\w+\}/g, '4711')
    .replaceAll(/\\+\$\{/g, '${');
  return JSON.parse(text) as object;
}

describe('the settings of the manifest', () => {
  const all = Object.entries(settings);

  it('stand in sections, each with a title and in its place', () => {
    expect(sections.map(({ order }) => order)).toEqual(
      [...new Set(sections.map(({ order }) => order))].sort(),
    );
    for (const { title, properties } of sections) {
      expect(title).toMatch(/^[A-Z]/);
      const orders = Object.values(properties).map(({ order }) => order);
      expect(orders, title).toEqual(orders.map((_, index) => index + 1));
    }
  });

  it.each(all)('says what "%s" is, what it is by default, and where it can be set', (name, setting) => {
    expect(name).toMatch(/^tandem\.[a-zA-Z.]+$/);
    expect(setting.markdownDescription).toMatch(/^[A-Z].*[.)]$/);
    expect(setting).toHaveProperty('default');
    expect(setting.scope).toMatch(
      /^(application|machine|machine-overridable|window|resource|language-overridable)$/,
    );
  });

  it.each(all.filter(([, setting]) => setting.enum))(
    'says what each value of "%s" does',
    (_name, setting) => {
      expect(setting.enumDescriptions).toHaveLength(setting.enum!.length);
      for (const description of setting.enumDescriptions!) expect(description).toMatch(/^[A-Z].*[.)]$/);
    },
  );

  it('link only to settings and commands that there are', () => {
    const names = new Set(all.map(([name]) => name));
    for (const [name, { markdownDescription }] of all)
      for (const [, link] of markdownDescription!.matchAll(/`#(tandem\.[\w.]+)#`/g))
        expect(names, name).toContain(link);
  });
});

describe('the manifest', () => {
  it('allows breakpoints in the languages that it debugs', () => {
    expect(manifest.contributes.breakpoints.map(({ language }) => language)).toEqual(tandem.languages);
  });

  it('offers to debug the current file, in a process and in-process, in every language', () => {
    const offers = Object.values(manifest.contributes.menus)
      .flat()
      .filter(({ command }) => /^tandem\.(debug|run)CurrentFile/.test(command));
    expect(offers).toHaveLength(6);
    for (const { command, when } of offers)
      for (const language of ['script', 'python']) expect(when, command).toContain(language);
  });

  it.each(manifest.contributes.commands)('calls "$title" as VS Code calls its own', ({ title, category }) => {
    expect(category).toBe('Tandem');
    const small = /^(a|an|and|as|at|by|for|from|in|of|on|or|the|to|with|npm)$/;
    const words = title
      .split(/[ -]/)
      .map((word, index) => (index > 0 && small.test(word)) || /^[A-Z]/.test(word));
    expect(words).not.toContain(false);
  });

  it('has in its menus only commands that it contributes', () => {
    const contributed = manifest.contributes.commands.map(({ command }) => command);
    const used = Object.values(manifest.contributes.menus).flat();
    expect(contributed).toEqual(expect.arrayContaining(used.map(({ command }) => command)));
  });

  it('has an icon that is there', () => {
    expect(existsSync(manifest.icon)).toBe(true);
  });
});
