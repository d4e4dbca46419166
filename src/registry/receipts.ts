import { bytesToHex, randomBytes } from '@noble/hashes/utils.js';
import { type Covered, cover, type ReceiptKey, segmentsDigest } from '../tlog/receipt.ts';
import type {
  CheckAnswer,
  CheckItem,
  CheckResult,
  CompareAnswer,
  CompareRequest,
  Receipt,
} from './contract.ts';
import { decodeEntries } from './items.ts';
import type { PublicLog } from './log.ts';
import { NO_PROOF, prove, proverOf, type ReadCheckpoint, readCheckpoint } from './receipt-proof.ts';
import type { Store } from './store.ts';

/** What receipts are made with. */
export interface ReceiptMaker {
  /** Origin of the registry, e.g. `https://registre.example`. */
  readonly origin: string;
  sign(claims: object): Promise<string>;
  /** Public keys of all who have signed, newest first. */
  readonly keys: readonly ReceiptKey[];
  readonly log: PublicLog;
}

/** Matches whose proofs one answer carries: each may read two tiles that no other needs. */
export const MAX_PROOFS = 50;

/** What the caller sent: nobody here has seen a file, but for `POST /v1/files`. */
export const ABOUT = {
  fingerprint: 'a fingerprint that the caller sent',
  file: 'the fingerprint of a file that the caller sent',
} as const;
export type About = keyof typeof ABOUT;

/** Receipts for the results of an answer, in order. */
export async function makeReceipts(
  maker: ReceiptMaker,
  store: Store,
  items: readonly CheckItem[],
  answer: Omit<CheckAnswer, 'receipts'>,
  about: About,
): Promise<Receipt[]> {
  const checkpoint = await readCheckpoint(maker.log);
  const prover = proverOf(maker.log, checkpoint);
  const consulted = answer.corpora.consulted.map(({ id, records, coverage }) => ({
    id,
    records,
    coverage,
  }));
  let proofs = 0;
  return Promise.all(
    answer.results.map(async (result, i): Promise<Receipt> => {
      const item = items[i] as CheckItem;
      const salt = randomBytes(32);
      const receipt = await maker.sign({
        ...headOf(maker, answer.at),
        about: ABOUT[about],
        covers: coverOf(item, result, salt),
        ...verdictOf(result),
        corpora: { consulted, closed: answer.corpora.closed },
        log: logOf(checkpoint),
      });
      const proven = result.verdict === 'match' && result.log !== null && proofs++ < MAX_PROOFS;
      const record = proven ? await store.record(result.record ?? '') : null;
      const proof = record ? await prove(prover, record, item) : NO_PROOF;
      return { receipt, salt: bytesToHex(salt), ...proof };
    }),
  );
}

/** A match of bytes is about the bytes; anything else about all that was compared. */
function coverOf(item: CheckItem, { grade }: CheckResult, salt: Uint8Array) {
  if ('ssdeep' in item) return [];
  if ('sha256' in item) return cover(item, ['bytes.sha256'], salt);
  const of: Covered[] = grade === 'identical' ? ['bytes.sha256'] : ['bytes.sha256', 'fingerprint'];
  return cover(item.fingerprint, of, salt);
}

/** What the answer says, without the caller's name for the item and without sentences. */
function verdictOf(result: CheckResult) {
  const {
    id: _id,
    shows: _shows,
    does_not_show: _not,
    parts,
    near: _near,
    log,
    ...fields
  } = result;
  return {
    ...fields,
    entry: log,
    parts: parts.map(({ path, verdict, grade, record }) => ({ path, verdict, grade, record })),
  };
}

/** The first fields of every receipt. */
function headOf({ origin }: ReceiptMaker, at: string) {
  return { v: 1, iss: origin, id: `rct_${bytesToHex(randomBytes(16))}`, at };
}

function logOf({ origin, size, root }: ReadCheckpoint) {
  return { origin, size, root: bytesToHex(root) };
}

/** Grades that say of the compared texts that they are equal. */
const EQUAL = new Set<CompareAnswer['grade']>(['identical', 'same_content', 'same_text']);

/**
 * Receipt for a page of a comparison: it covers the entries too, which nothing else ties to the
 * fingerprint. Only of the part that was compared, and only where it is equal, is anything opened.
 */
export async function makeCompareReceipt(
  maker: ReceiptMaker,
  store: Store,
  { fingerprint, entries }: CompareRequest,
  { segments, ...answer }: Omit<CompareAnswer, 'receipt'>,
): Promise<Receipt> {
  const checkpoint = await readCheckpoint(maker.log);
  const salt = randomBytes(32);
  const sent = decodeEntries(entries);
  const receipt = await maker.sign({
    ...headOf(maker, answer.at),
    kind: 'compare',
    about: 'a fingerprint and entries that the caller sent',
    covers: cover(fingerprint, ['bytes.sha256', 'fingerprint', 'entries'], salt, sent),
    ...answer,
    segments: segmentsDigest(segments),
    log: logOf(checkpoint),
  });
  const proven = answer.reason === null && answer.path !== null && EQUAL.has(answer.grade);
  const record = proven ? await store.record(answer.record) : null;
  const proof = record
    ? await prove(proverOf(maker.log, checkpoint), record, { fingerprint }, answer.path)
    : NO_PROOF;
  return { receipt, salt: bytesToHex(salt), ...proof };
}
