/**
 * Open Packaging Conventions (ECMA-376 part 2): members found through relationships, as
 * Office programs find them, not through their customary names.
 */
import { drawnDigest } from './office.ts';
import { type Context, ExtractError } from './reader.ts';
import { parseXml } from './xml.ts';
import { unzip } from './zip.ts';

export interface Relationship {
  readonly id: string;
  /** Last segment of the type's address: `officeDocument`, `header`, `image`. */
  readonly kind: string;
  /** Member name, resolved; for external ones the address as written. */
  readonly target: string;
  readonly external: boolean;
}

/** Relationships by id: files name millions of them, so they are not searched one by one. */
export function byId(relationships: readonly Relationship[]): ReadonlyMap<string, Relationship> {
  return new Map(relationships.map((one) => [one.id, one]));
}

const RELATIONSHIPS = new Map([
  ['http://schemas.openxmlformats.org/package/2006/relationships', 'rel'],
]);
const CONTENT_TYPES = new Map([
  ['http://schemas.openxmlformats.org/package/2006/content-types', 'ct'],
]);
/** Document properties and the preview: nothing of them is drawn in the document. */
const PROPERTIES = /^docprops\/(?:(?:core|app|custom)\.xml|thumbnail\.\w+)$/i;

export class OpcPackage {
  readonly members: ReadonlyMap<string, Uint8Array>;
  readonly #context: Context;
  /** OPC 6.2.2.3: names are compared without regard to case. */
  readonly #names: ReadonlyMap<string, string>;

  private constructor(members: ReadonlyMap<string, Uint8Array>, context: Context) {
    this.members = members;
    this.#context = context;
    this.#names = new Map([...members.keys()].map((name) => [name.toLowerCase(), name]));
  }

  /** @throws ExtractError for a zip that is broken, encrypted, ambiguous or over a limit */
  static async open(bytes: Uint8Array, context: Context): Promise<OpcPackage> {
    return new OpcPackage(await unzip(bytes, context), context);
  }

  get(name: string): Uint8Array | undefined {
    const real = this.#names.get(name.toLowerCase());
    return real === undefined ? undefined : this.members.get(real);
  }

  /** @throws ExtractError `unreadable` when there is no such member */
  need(name: string): Uint8Array {
    const bytes = this.get(name);
    if (!bytes) throw new ExtractError('unreadable', 'The package lacks a part that it names.');
    return bytes;
  }

  has(pattern: RegExp): boolean {
    return [...this.members.keys()].some((name) => pattern.test(name));
  }

  /** Name of the main part. @throws ExtractError `unreadable` unless there is exactly one */
  main(): string {
    const found = this.relationships('').filter(({ kind }) => kind === 'officeDocument');
    const target = found[0]?.target;
    if (target === undefined || found.length > 1) {
      throw new ExtractError('unreadable', 'The package does not name one main part.');
    }
    return target;
  }

  /** Relationships of a part, `''` for those of the package, in file order. */
  relationships(part: string): Relationship[] {
    const bytes = this.get(relationshipsPart(part));
    if (!bytes) return [];
    const found: Relationship[] = [];
    parseXml(bytes, RELATIONSHIPS, this.#context.limits, {
      open(element) {
        if (element.name !== 'rel:Relationship') return;
        const external = element.attribute('TargetMode') === 'External';
        const target = element.attribute('Target') ?? '';
        found.push({
          id: element.attribute('Id') ?? '',
          kind: (element.attribute('Type') ?? '').split('/').at(-1) ?? '',
          target: external ? target : resolve(part, target),
          external,
        });
      },
    });
    return found;
  }

  /**
   * Digest of every member but the document properties.
   *
   * @param showsProperties fields of the text are bound to properties, which then count
   */
  async drawn(showsProperties: boolean): Promise<string> {
    const leftOut = new Set<string>();
    if (!showsProperties && !this.#partsReferToProperties()) {
      for (const name of this.members.keys()) if (PROPERTIES.test(name)) leftOut.add(name);
    }
    const rewritten = new Map<string, string>();
    const relationships = this.#names.get('_rels/.rels');
    if (relationships !== undefined) {
      const kept = this.relationships('').filter(({ target }) => !leftOut.has(target));
      rewritten.set(
        relationships,
        kept
          .map((one) => JSON.stringify(one))
          .sort()
          .join('\n'),
      );
    }
    const types = this.#names.get('[content_types].xml');
    if (types !== undefined) rewritten.set(types, this.#contentTypes(this.need(types), leftOut));
    return drawnDigest(this.members, rewritten, leftOut);
  }

  /** A picture kept beside the properties and drawn in the text would be left out otherwise. */
  #partsReferToProperties(): boolean {
    return [...this.members.keys()].some(
      (name) =>
        name.endsWith('.rels') &&
        name !== '_rels/.rels' &&
        /docprops/i.test(new TextDecoder().decode(this.members.get(name))),
    );
  }

  /** Content types of the members that count, one a line. */
  #contentTypes(bytes: Uint8Array, leftOut: ReadonlySet<string>): string {
    const byExtension = new Map<string, string>();
    const byName = new Map<string, string>();
    parseXml(bytes, CONTENT_TYPES, this.#context.limits, {
      open(element) {
        const type = element.attribute('ContentType') ?? '';
        const extension = element.attribute('Extension');
        const name = element.attribute('PartName');
        if (element.name === 'ct:Default' && extension !== undefined) {
          byExtension.set(extension.toLowerCase(), type);
        } else if (element.name === 'ct:Override' && name !== undefined) {
          byName.set(name.replace(/^\/+/, '').toLowerCase(), type);
        }
      },
    });
    const lines: string[] = [];
    for (const name of this.members.keys()) {
      if (leftOut.has(name)) continue;
      const extension = name.toLowerCase().split('.').at(-1) ?? '';
      const type = byName.get(name.toLowerCase()) ?? byExtension.get(extension) ?? '';
      lines.push(JSON.stringify([name, type]));
    }
    return lines.sort().join('\n');
  }
}

function relationshipsPart(part: string): string {
  const slash = part.lastIndexOf('/') + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

/** Resolves a target against the folder of the part that names it (RFC 3986 5.2.4). */
function resolve(part: string, target: string): string {
  const from = target.startsWith('/') ? [] : part.split('/').slice(0, -1);
  let decoded = target;
  try {
    decoded = decodeURIComponent(target);
  } catch {
    // Not percent-encoded after all: the name is what is written.
  }
  for (const segment of decoded.split('/')) {
    if (segment === '..') from.pop();
    else if (segment !== '.' && segment !== '') from.push(segment);
  }
  return from.join('/');
}
