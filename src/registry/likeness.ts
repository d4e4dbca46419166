import type { ContentPrint } from '../fingerprint/profile.ts';
import { tlshDistance } from '../fingerprint/tlsh.ts';
import type { Rarity } from './rarity.ts';
import {
  ALIKE,
  BAND_MOST,
  BAND_PART,
  GUESS_VALUES,
  MIN_RARE,
  NEAR,
  NEAR_OWN,
  PASSAGE,
  PASSAGE_SHARE,
  PASSAGE_SOLE,
  TLSH_NEAR,
  VARIANT_VALUES,
  WHOLE,
} from './thresholds.ts';

/** How much of two texts is shared, by their sketches, without what many documents share. */
export interface Likeness {
  /** Share of the suspect that stands in the genuine text, 0 to 1. */
  readonly inGenuine: number;
  /** Share of the genuine text that stands in the suspect, 0 to 1. */
  readonly inSuspect: number;
  /** Share of all of the suspect, template and all, that stands in the genuine text. */
  readonly explained: number;
  /** The genuine text has nearly nothing that others of its family have not. */
  readonly family: boolean;
  /** What is shared is a letterhead, a disclaimer, a form. */
  readonly templateOnly: boolean;
  /** Enough is shared to speak of the two together. */
  readonly enough: boolean;
  /** The few values that one word stands in could make it enough. */
  readonly reach: boolean;
  /** Near by TLSH, which needs no sketch and so helps who guesses. */
  readonly alike: boolean;
}

/** Values of two sketches: all that each has, and what both have. */
interface Count {
  mine: number;
  theirs: number;
  shared: number;
}

/** The same without a template's values. */
interface Own extends Count {
  /** Of what both have, what no other record holds. */
  sole: number;
}

/** Likenesses of the pairs of one check. */
const known = new WeakMap<Rarity, Map<ContentPrint, Map<ContentPrint, Likeness>>>();

/**
 * A check asks for it three times a pair: for the verdict, for what that would tell, and for what
 * it is counted as.
 */
export function likeness(s: ContentPrint, g: ContentPrint, rarity: Rarity): Likeness {
  const pairs = known.get(rarity) ?? new Map<ContentPrint, Map<ContentPrint, Likeness>>();
  known.set(rarity, pairs);
  const ofSuspect = pairs.get(s) ?? new Map<ContentPrint, Likeness>();
  pairs.set(s, ofSuspect);
  const before = ofSuspect.get(g);
  if (before !== undefined) return before;
  const found = likenessOf(s, g, rarity);
  ofSuspect.set(g, found);
  return found;
}

function likenessOf(s: ContentPrint, g: ContentPrint, rarity: Rarity): Likeness {
  const all: Count = { mine: s.sketch.length, theirs: g.sketch.length, shared: 0 };
  const own: Own = { mine: 0, theirs: 0, shared: 0, sole: 0 };
  // Both ascend. Twenty candidates have up to 512 values each, so that a pair of each is not made.
  const [a, b] = [s.sketch, g.sketch];
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const [left, right] = [a[i], b[j]];
    const mine = left !== undefined && (right === undefined || left <= right);
    const theirs = right !== undefined && (left === undefined || right <= left);
    if (mine) i++;
    if (theirs) j++;
    if (mine && theirs) all.shared++;
    const value = (mine ? left : right) as string;
    if (rarity.isTemplate(value)) continue;
    if (mine) own.mine++;
    if (theirs) own.theirs++;
    if (!mine || !theirs) continue;
    own.shared++;
    if (rarity.isSole(value)) own.sole++;
  }
  const family = rarity.isTemplateOnly(g);
  const count = family ? all : own;
  const alike = resembles(s, g);
  const { shared } = count;
  const enough = shared >= MIN_RARE && isMuch(own, all, family, alike);
  return {
    inGenuine: share(count.shared, count.mine),
    inSuspect: share(count.shared, count.theirs),
    explained: share(all.shared, all.mine),
    family,
    templateOnly: !enough && all.shared - own.shared >= MIN_RARE,
    enough,
    reach: couldBe(own, all, family, alike),
    alike,
  };
}

/** Whether as much as this is a document, a version of it or a passage out of it. */
function isMuch(own: Own, all: Count, family: boolean, alike: boolean): boolean {
  // A text that is all template is told from its family by nothing but how much of it there is.
  if (family) return alike || mostOf(all) >= NEAR;
  const least = Math.min(own.mine, own.theirs);
  return (
    own.shared >= NEAR * Math.min(all.mine, all.theirs) ||
    mostOf(own) >= NEAR_OWN ||
    (own.shared >= PASSAGE_SHARE * least && (alike || isPassage(own)))
  );
}

/** Whether so many values in common speak for themselves. */
function isPassage({ shared, sole }: Own): boolean {
  return shared >= PASSAGE || sole >= PASSAGE_SOLE;
}

/** Whether a right guess at one word could make it much. */
function couldBe(own: Own, all: Count, family: boolean, alike: boolean): boolean {
  if ((family ? all : own).shared === 0) return false;
  const word = more(own, VARIANT_VALUES);
  const inAll = { ...all, shared: all.shared + VARIANT_VALUES };
  if (family || alike) return isMuch(word, inAll, family, alike);
  const guess = more(own, GUESS_VALUES);
  return (
    word.shared >= NEAR * Math.min(all.mine, all.theirs) ||
    mostOf(word) >= NEAR_OWN ||
    (guess.shared >= PASSAGE_SHARE * Math.min(own.mine, own.theirs) && isPassage(guess))
  );
}

/** What a guess makes of it; nobody else holds what is being guessed. */
function more(own: Own, values: number): Own {
  return { ...own, shared: own.shared + values, sole: own.sole + values };
}

function mostOf({ mine, theirs, shared }: Count): number {
  return share(shared, Math.min(mine, theirs));
}

/** TLSH never finds nor decides: it tells a text read with wrong letters from a shared phrase. */
function resembles(s: ContentPrint, g: ContentPrint): boolean {
  return s.tlsh !== null && g.tlsh !== null && tlshDistance(s.tlsh, g.tlsh) <= TLSH_NEAR;
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

export type NearGrade = 'near' | 'part_of' | 'contains';

/** What the shares say; null for no resemblance. */
export function gradeOf({ inGenuine, inSuspect, enough }: Likeness): NearGrade | null {
  if (!enough) return null;
  if (inGenuine >= WHOLE && inSuspect < ALIKE) return 'part_of';
  if (inSuspect >= WHOLE && inGenuine < ALIKE) return 'contains';
  return 'near';
}

/** A band for strangers, who must not climb a score. */
export function bandOf({ inGenuine, inSuspect }: Likeness): 'most' | 'part' | 'little' {
  const share = Math.max(inGenuine, inSuspect);
  return share >= BAND_MOST ? 'most' : share >= BAND_PART ? 'part' : 'little';
}
