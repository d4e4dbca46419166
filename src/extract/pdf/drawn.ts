/**
 * Digest of all that a PDF draws, or null when there is any doubt how a viewer reads it.
 *
 * Digested: every page in order (inherited attributes resolved, contents joined as 7.8.2
 * has it, resources, fonts, images, boxes, annotations with their appearances) and all that
 * hangs from the catalog: layers, forms, scripts and actions that may change what is shown,
 * bookmarks, labels and viewer preferences, which a reader sees beside the page.
 *
 * Left out, because no viewer shows it and harmless tools change it: the trailer (Info, ID),
 * versions and extensions, XMP metadata, private data (PieceInfo), LastModified, and the
 * structure tree with the numbers that point into it. Embedded files are parts with digests
 * of their own.
 */
import { latin1 } from '../latin1.ts';
import type { Limits } from '../limits.ts';
import { ExtractError } from '../reader.ts';
import { PdfFile } from './file.ts';
import type { Allowance } from './filters.ts';
import { GraphDigest } from './graph-digest.ts';
import { hidesText, layersOff } from './hidden-text.ts';
import { checkLinearized } from './linearized.ts';
import { type Page, readPages } from './pages.ts';
import { PaintBudget, type Painting, paintingOf } from './painting.ts';
import { ByteSink } from './sink.ts';
import type { Dict, Value } from './values.ts';
import { Doubt, isArray, isDict, isStream } from './values.ts';

const PAGE_KEYS_LEFT_OUT = ['Contents', 'Metadata', 'PieceInfo', 'LastModified', 'StructParents'];
const CATALOG_KEYS_LEFT_OUT = [
  'Pages',
  'Version',
  'Extensions',
  'Metadata',
  'PieceInfo',
  'LastModified',
  'StructTreeRoot',
  'MarkInfo',
];

export interface Drawn {
  /** Hex SHA-256. */
  readonly digest: string;
  /** Text that is shown without being painted, or layers that are switched off. */
  readonly hidden: boolean;
  /** By page, null where a page cannot be followed. */
  readonly paintings: readonly (Painting | null)[];
}

/**
 * @param allowance decoded bytes left for this submission; used up as streams are decoded
 * @returns null on any doubt; the reason is only of interest to tests
 * @throws ExtractError `over_limit` when a page's contents decode to more than the limits:
 *   whoever reads the text would have to decode them as well
 */
export function readDrawn(bytes: Uint8Array, limits: Limits, allowance: Allowance): Drawn | null {
  try {
    return digestOf(bytes, limits, allowance);
  } catch (error) {
    if (error instanceof Doubt) return null;
    throw error;
  }
}

/** @throws Doubt where `readDrawn` returns null */
export function digestOf(bytes: Uint8Array, limits: Limits, allowance: Allowance): Drawn {
  const file = new PdfFile(bytes, limits, allowance);
  const pages = readPages(file, limits.maxPdfPages);
  checkLinearized(file, pages);
  const positions = new Map(pages.map(({ num }, position) => [num, position]));
  const graph = new GraphDigest(file, positions);
  const contents = pages.map((page) => readContents(file, page, limits.maxMemberBytes));
  const drawn: Value = [
    pages.map(({ dict }, i) => {
      const text = latin1(contents[i] ?? new Uint8Array());
      return new Map([
        ...without(dict, PAGE_KEYS_LEFT_OUT),
        ['Contents', { kind: 'string', text }],
      ]);
    }),
    catalogEntries(file),
  ];
  const digest = graph.digest(drawn);
  const budget = new PaintBudget();
  const paintings = pages.map((page, i) =>
    painted(() => paintingOf(file, page, contents[i] ?? new Uint8Array(), budget)),
  );
  return { digest, hidden: hides(file, pages, contents), paintings };
}

function painted(read: () => Painting): Painting | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Doubt) return null;
    throw error;
  }
}

/** A mark must not cost the digest, so a doubt while scanning is no mark. */
function hides(file: PdfFile, pages: readonly Page[], contents: readonly Uint8Array[]): boolean {
  try {
    return layersOff(file) || pages.some((page, i) => hidesText(file, page, contents[i]));
  } catch (error) {
    if (error instanceof Doubt) return false;
    throw error;
  }
}

function catalogEntries(file: PdfFile): Dict {
  const entries = new Map(without(file.catalog, CATALOG_KEYS_LEFT_OUT));
  const names = file.direct(entries.get('Names'));
  if (!isDict(names)) return entries;
  const shown = without(names, ['EmbeddedFiles']);
  if (shown.size > 0) entries.set('Names', shown);
  else entries.delete('Names');
  return entries;
}

function without(dict: Dict, keys: readonly string[]): Dict {
  const rest = new Map(dict);
  for (const key of keys) rest.delete(key);
  return rest;
}

/**
 * The page's content streams as one, each ended by a line feed.
 *
 * @throws ExtractError `over_limit` when one stream, named thousands of times, makes them
 *   larger than `maxBytes`
 */
function readContents(file: PdfFile, { dict }: Page, maxBytes: number): Uint8Array {
  const value = file.direct(dict.get('Contents'));
  if (value === null) return new Uint8Array();
  const list: readonly Value[] = isArray(value) ? value : [dict.get('Contents') ?? null];
  const sink = new ByteSink(Number.POSITIVE_INFINITY);
  let size = 0;
  for (const item of list) {
    const stream = file.direct(item);
    if (!isStream(stream)) throw new Doubt('contents are no stream');
    const { data, image } = file.decodeContents(stream);
    if (image !== null) throw new Doubt('image as contents');
    size += data.length + 1;
    if (size > maxBytes) {
      throw new ExtractError('over_limit', 'A page decodes to more than the limit.');
    }
    sink.append(data);
    sink.push(0x0a);
  }
  return sink.end();
}
