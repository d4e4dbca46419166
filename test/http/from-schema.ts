import fc from 'fast-check';
import type { Json } from './described.ts';

type Schema = Json | boolean;

/** Lists are kept short: what a long one does is asked by tests of its own. */
const LONGEST = 3;
/** Levels of parts within parts. */
const DEEPEST = 2;

/** Patterns of one-line texts name Unicode classes, which the generator of strings does not know. */
const CLASSES: readonly [RegExp, string][] = [
  [/\[\^\\p\{C\}\\p\{Zl\}\\p\{Zp\}\]/g, '[a-zé€ ,.]'],
  [/\[\^\\p\{C\}\]/g, '[a-z ]'],
];

/**
 * Values that a JSON Schema of the description accepts, as far as a schema can say: rules between
 * fields are not in it. Only keywords that the description uses are known; another one fails.
 *
 * @param schema stands alone, its references within `$defs`
 */
export function valuesOf(schema: Json): fc.Arbitrary<unknown> {
  const $defs = (schema.$defs ?? {}) as Record<string, Schema>;
  const known = new Map<string, fc.Arbitrary<unknown>>();

  function named(name: string, depth: number): fc.Arbitrary<unknown> {
    const key = `${name} ${depth}`;
    const made = known.get(key) ?? of($defs[name] ?? false, depth);
    known.set(key, made);
    return made;
  }

  function of(one: Schema, depth: number): fc.Arbitrary<unknown> {
    if (typeof one === 'boolean') return fc.jsonValue({ maxDepth: 2 });
    if (typeof one.$ref === 'string') {
      const name = one.$ref.replace('#/$defs/', '');
      return named(name, depth + 1);
    }
    const choices = (one.anyOf ?? one.oneOf) as Schema[] | undefined;
    if (choices) return fc.oneof(...choices.map((choice) => of(choice, depth)));
    if ('const' in one) return fc.constant(one.const);
    if (one.enum) return fc.constantFrom(...(one.enum as unknown[]));
    switch (one.type) {
      case undefined:
        return fc.jsonValue({ maxDepth: 2 });
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
      case 'number':
        return fc.integer({
          min: Math.max((one.minimum as number) ?? 0, -(2 ** 31)),
          max: Math.min((one.maximum as number) ?? 2 ** 31, 2 ** 31 - 1),
        });
      case 'string':
        return strings(one);
      case 'array':
        return lists(one, depth);
      case 'object':
        return objects(one, depth);
      default:
        throw new Error(`no values of type ${one.type}`);
    }
  }

  function lists(one: Json, depth: number): fc.Arbitrary<unknown> {
    const minLength = (one.minItems as number) ?? 0;
    if (depth > DEEPEST && minLength === 0) return fc.constant([]);
    const longest = Math.max(minLength, Math.min((one.maxItems as number) ?? LONGEST, LONGEST));
    const items = fc.array(of((one.items ?? true) as Schema, depth), {
      minLength,
      maxLength: longest,
    });
    // A sketch ascends, which a schema cannot say.
    const { pattern } = (one.items ?? {}) as { pattern?: string };
    return pattern ? items.map((list) => [...new Set(list)].sort()) : items;
  }

  function objects(one: Json, depth: number): fc.Arbitrary<unknown> {
    if (one.propertyNames) {
      const keys = of(one.propertyNames as Schema, depth) as fc.Arbitrary<string>;
      return fc.dictionary(keys, of((one.additionalProperties ?? true) as Schema, depth), {
        maxKeys: LONGEST,
      });
    }
    const properties = Object.entries((one.properties ?? {}) as Record<string, Schema>);
    const model = properties.map(([key, value]) => [key, of(value, depth)] as const);
    return fc.record(Object.fromEntries(model), {
      requiredKeys: (one.required ?? []) as string[],
      noNullPrototype: true,
    });
  }

  return of(schema, 0);
}

function strings({ pattern, minLength, maxLength }: Json): fc.Arbitrary<string> {
  if (typeof pattern !== 'string') {
    return fc.string({
      unit: 'grapheme',
      minLength: (minLength as number) ?? 0,
      maxLength: Math.min((maxLength as number) ?? 40, 40),
    });
  }
  const plain = CLASSES.reduce((text, [from, to]) => text.replace(from, to), pattern);
  return fc.stringMatching(new RegExp(plain), { maxLength: 300 });
}

/** Values that no field of any schema is made for. */
export const HOSTILE: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    -0,
    0.1,
    2 ** 53,
    1e308,
    '',
    '\u0000',
    '\ud800',
    '\u202e',
    '../../etc/passwd',
    "'; DROP TABLE record; --",
    '=cmd()',
    '9'.repeat(400),
    'é'.repeat(5000),
    [],
    {},
    [[]],
    JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":1}}'),
    JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`),
    JSON.parse(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`),
    new Array(2000).fill({}),
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double(),
  fc.jsonValue(),
);

/** A valid value with one thing in it wrong, or missing, or too much. */
export function nearly(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.nat(), HOSTILE, fc.constantFrom('set', 'drop', 'add'))
    .map(([value, at, wrong, how]) => {
      const places: [Record<string, unknown>, string][] = [];
      (function walk(inner: unknown) {
        if (typeof inner !== 'object' || inner === null) return;
        for (const key of Object.keys(inner)) {
          places.push([inner as Record<string, unknown>, key]);
          walk((inner as Record<string, unknown>)[key]);
        }
      })(value);
      const [holder, key] = places[at % Math.max(1, places.length)] ?? [];
      if (!holder || key === undefined) return wrong;
      if (how === 'drop') delete holder[key];
      else if (how === 'add') holder[`${key} `] = wrong;
      else holder[key] = wrong;
      return value;
    });
}
