import { expect, test } from 'vitest';
import type * as plain from '../../src/client/answers.ts';
import type * as contract from '../../src/registry/contract.ts';

/** The contract's value with nothing writable, as the library's types have it. */
type Frozen<T> = T extends readonly (infer One)[]
  ? readonly Frozen<One>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;
/** Both ways: a field or a word that only one of them knows does not compile. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

type Layers = { agrees: string[]; differs: string[]; unverified: string[] };
/** Evidence is named by words that the library does not fix. */
type Loose<T> = T extends { evidence: unknown; parts: (infer Part)[] }
  ? Omit<T, 'evidence' | 'parts'> & { evidence: Layers; parts: Loose<Part>[] }
  : T;

/** The compiler is what checks these; the test only says that it was asked. */
const same: true[] = [
  true satisfies Same<plain.Verdict, contract.Verdict>,
  true satisfies Same<plain.Grade, contract.Grade>,
  true satisfies Same<plain.Reason, contract.Reason>,
  true satisfies Same<plain.Note, contract.Note>,
  true satisfies Same<plain.Fault, Frozen<contract.Fault>>,
  true satisfies Same<plain.Receipt, Frozen<contract.Receipt>>,
  true satisfies Same<plain.NearRecord, Frozen<contract.VerdictFields['near'][number]>>,
  true satisfies Same<keyof plain.CheckResult, Exclude<keyof contract.CheckResult, 'id'>>,
  true satisfies Same<keyof plain.Corpus, Exclude<keyof contract.Corpus, 'statement'>>,
  true satisfies Same<
    Omit<plain.VerdictFields, 'evidence'>,
    Frozen<Omit<contract.VerdictFields, 'evidence'>>
  >,
  true satisfies Same<plain.PartResult, Frozen<Loose<contract.PartResult>>>,
];

test('the types of the library are those of the contract', () => {
  expect(same.every(Boolean)).toBe(true);
});
