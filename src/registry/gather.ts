import type { ContentPrint, Fingerprint } from '../fingerprint/profile.ts';
import type { Consultation } from './check.ts';
import { mostHit } from './check-bare.ts';
import {
  exactFeatures,
  gramFeatures,
  quotedFeatures,
  tells,
  textFeatures,
  walk,
} from './features.ts';
import { withoutClosed } from './policy.ts';
import { quotedTexts } from './quoted.ts';
import { Rarity } from './rarity.ts';
import type { Ref, Store, StoredRecord } from './store.ts';
import {
  ASKED_AT_A_TIME,
  ASKED_GRAMS,
  ASKED_SKETCH,
  ASKED_SKETCH_OF_FEW,
  ENOUGH_HELD,
  FIRST_ASKED,
  MAX_NEAR_TEXTS,
  MAX_ROWS_A_KEY,
} from './thresholds.ts';
import type { Candidates } from './verdict.ts';

/** One part of one suspect with what is asked about it. */
interface Asked {
  readonly suspect: number;
  readonly path: string;
  readonly print: Fingerprint;
  readonly exact: readonly string[];
  /** Of what stands in it; leads to what holds the same. */
  readonly inside: readonly string[];
}

/** What the exact look-ups of a chunk of suspects found. */
export interface ExactHits {
  readonly asked: readonly Asked[];
  readonly found: ReadonlyMap<string, readonly Ref[]>;
}

/** Stage 1 for a chunk of suspects, in one statement; needs to know nothing of the corpora. */
export async function gatherExact(
  store: Store,
  suspects: readonly Fingerprint[],
): Promise<ExactHits> {
  const asked = suspects.flatMap((whole, suspect) =>
    [...walk(whole)].map(([path, print]): Asked => {
      return { suspect, path, print, exact: exactFeatures(print), inside: insideFeatures(print) };
    }),
  );
  const features = distinct(asked.map(({ exact, inside }) => [...exact, ...inside]));
  return { asked, found: await store.tags(features, MAX_ROWS_A_KEY) };
}

/**
 * Stages 2 and 3: near look-ups of what no byte digest found, and the records that all these lead
 * to, each in one statement, or two where the first keys of a long text lead nowhere.
 *
 * @param exact of the same suspects
 * @returns the candidates of each suspect, in order
 */
export async function gather(
  consultation: Consultation,
  suspects: readonly Fingerprint[],
  { asked, found }: ExactHits,
): Promise<Candidates[]> {
  if (suspects.length === 0) return [];
  const { store, consulted, closed, candidates: limit } = consultation;
  const [tags = found] = await withoutClosed(store, closed, found);
  const spent = new Map<number, number>();
  const unasked = new Set<string>();
  const keys = keysATextOf(asked.reduce((sum, { print }) => sum + nearTexts(print).length, 0));
  const near = asked.map(({ suspect, path, print }) => {
    if (tags.has(`sha256:${print.bytes.sha256}`)) return [];
    const features = nearFeatures(print, keys);
    const texts = (spent.get(suspect) ?? 0) + (features.length > 0 ? 1 : 0);
    spent.set(suspect, texts);
    if (texts <= MAX_NEAR_TEXTS || features.length === 0) return features;
    unasked.add(`${suspect} ${path}`);
    return [];
  });
  const hitsOf = async (lists: readonly (readonly string[])[]) => {
    const alike = await store.postings(distinct(lists), MAX_ROWS_A_KEY);
    const [open = alike] = await withoutClosed(store, closed, alike);
    return open;
  };
  const hits = countHits(asked, tags);
  const refsBy = (postings: ReadonlyMap<string, readonly Ref[]>) =>
    asked.map(({ suspect, exact, inside }, i) => {
      const features = [...exact, ...inside];
      const equal = exactRefs(features, tags, hits.get(suspect) ?? new Map()).slice(0, limit);
      return new Set([...equal, ...mostHit(near[i]?.flat() ?? [], postings, limit)]);
    });
  const postings = new Map(await hitsOf(near.flat().map((keys) => keys.slice(0, FIRST_ASKED))));
  let refs = refsBy(postings);
  const opened = new Map(await store.open(distinct(refs.map((set) => [...set]))));
  const rest = unexplained(near.flat(), postings, (ref) => {
    const record = opened.get(ref);
    return record !== undefined && consulted.has(record.corpus);
  });
  if (rest.length > 0) {
    for (const [feature, more] of await hitsOf(rest)) postings.set(feature, more);
    refs = refsBy(postings);
    const others = distinct(refs.map((set) => [...set].filter((ref) => !opened.has(ref))));
    for (const [ref, record] of await store.open(others)) opened.set(ref, record);
  }

  const holders = new Map<string, number>();
  for (const [feature, refs] of postings) {
    if (feature.startsWith('shingle:')) holders.set(feature.slice(8), refs.length);
  }
  const byPlace = new Map(asked.map(({ suspect, path }, i) => [`${suspect} ${path}`, refs[i]]));
  const candidatesAt = (place: string) =>
    [...(byPlace.get(place) ?? [])].flatMap((ref) => {
      const record = opened.get(ref);
      return record && consulted.has(record.corpus) ? [record] : [];
    });
  const rarities = new Map<string, Rarity>();
  const rarityAt = (place: string) => {
    const known = rarities.get(place);
    if (known) return known;
    const made = new Rarity(candidatesAt(place).map(textsOf), holders);
    rarities.set(place, made);
    return made;
  };
  return suspects.map((_, suspect) => ({
    at: (path) => candidatesAt(`${suspect} ${path}`),
    refused: () => false,
    unasked: (path) => unasked.has(`${suspect} ${path}`),
    holders: (sha256) => tags.get(`sha256:${sha256}`)?.length ?? 0,
    rarity: (path) => rarityAt(`${suspect} ${path}`),
    corpora: consulted,
    closed: closed.length > 0,
    scores: consultation.scores,
  }));
}

/**
 * The keys that texts are asked by in a second turn. A text is first asked by as many as one of many, and by
 * the rest only where no record that may be shown holds half of those: more keys find what a short
 * passage leads to, and of what leads to a record anyway they would read a row each.
 */
function unexplained(
  texts: readonly (readonly string[])[],
  found: ReadonlyMap<string, readonly Ref[]>,
  isShown: (ref: Ref) => boolean,
): string[][] {
  return texts.flatMap((keys) => {
    if (keys.length <= FIRST_ASKED) return [];
    const counts = new Map<Ref, number>();
    for (const key of keys.slice(0, FIRST_ASKED)) {
      for (const ref of found.get(key) ?? []) counts.set(ref, (counts.get(ref) ?? 0) + 1);
    }
    const holding = [...counts].filter(([ref, count]) => {
      return count >= ENOUGH_HELD * FIRST_ASKED && isShown(ref);
    });
    return holding.length > 0 ? [] : [keys.slice(FIRST_ASKED)];
  });
}

/** Texts of a part that are looked up by likeness. */
function nearTexts(print: Fingerprint): ContentPrint[] {
  const own = tells(print.content) ? print.content : (print.mail?.whole ?? null);
  return [own, ...quotedTexts(print)].filter(tells);
}

/** Sketch keys of one text: more where few are asked together, since a passage has few values. */
function keysATextOf(texts: number): number {
  const share = Math.floor(ASKED_AT_A_TIME / Math.max(1, texts));
  return Math.max(ASKED_SKETCH, Math.min(ASKED_SKETCH_OF_FEW, share));
}

function textsOf({ fingerprint }: StoredRecord): (ContentPrint | null)[] {
  return [...walk(fingerprint)].flatMap(([, { content, mail }]) => [content, mail?.whole ?? null]);
}

/** What a document holds whole: the parts of what has no text of its own, a quoted mail. */
function insideFeatures(print: Fingerprint): string[] {
  const parts = print.content === null ? print.parts.flatMap(exactFeatures) : [];
  return [...parts, ...quotedFeatures(print)];
}

/**
 * A list of features a text. Texts are asked by shingles, files that hold nothing else by their
 * bytes. A quoted thread is a text too: wrong guesses of what it quotes must lead to the record that
 * they are counted with.
 */
function nearFeatures(print: Fingerprint, keys: number): string[][] {
  const texts = nearTexts(print);
  if (texts.length > 0) return texts.map((text) => textFeatures(text, keys));
  if (print.content !== null || print.parts.length > 0) return [];
  const grams = gramFeatures(print.bytes.ssdeep).slice(0, ASKED_GRAMS);
  return grams.length > 0 ? [grams] : [];
}

/** Per suspect, how many of its features each record has. */
function countHits(
  asked: readonly Asked[],
  tags: ReadonlyMap<string, readonly Ref[]>,
): Map<number, Map<Ref, number>> {
  const hits = new Map<number, Map<Ref, number>>();
  for (const { suspect, exact } of asked) {
    const counts = hits.get(suspect) ?? new Map<Ref, number>();
    hits.set(suspect, counts);
    for (const feature of exact) {
      for (const ref of tags.get(feature) ?? []) counts.set(ref, (counts.get(ref) ?? 0) + 1);
    }
  }
  return hits;
}

/**
 * Records with an equal feature. Of many, those come first that hold the most of the suspect
 * as a whole: a mail's record before that of another mail with the same attachment.
 */
function exactRefs(
  features: readonly string[],
  tags: ReadonlyMap<string, readonly Ref[]>,
  hits: ReadonlyMap<Ref, number>,
): Ref[] {
  const refs = [...new Set(features.flatMap((feature) => tags.get(feature) ?? []))];
  return refs.sort((a, b) => (hits.get(b) ?? 0) - (hits.get(a) ?? 0));
}

function distinct<T>(lists: readonly (readonly T[])[]): T[] {
  return [...new Set(lists.flat())];
}
