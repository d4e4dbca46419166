import { bytesToHex, hexToBytes, randomBytes } from '@noble/hashes/utils.js';
import type { Fingerprint } from '../fingerprint/profile.ts';
import { parseCheckpoint } from '../tlog/checkpoint.ts';
import { openLayers } from '../tlog/opening.ts';
import { inclusionProof, type TileFetcher } from '../tlog/proof.ts';
import { formatProof } from '../tlog/proof-file.ts';
import { type Covered, cover } from '../tlog/receipt.ts';
import { readBundle, TILE_WIDTH, tilePath, widthIn } from '../tlog/tile.ts';
import type { CheckAnswer, CheckItem, CheckResult, Receipt } from './contract.ts';
import { walk } from './features.ts';
import { type PublicLog, registrationEntry } from './log.ts';
import type { Store, StoredRecord } from './store.ts';

/** What receipts are made with. */
export interface ReceiptMaker {
  /** Origin of the registry, e.g. `https://registre.example`. */
  readonly origin: string;
  sign(claims: object): Promise<string>;
  readonly log: PublicLog;
}

/** Matches whose proofs one answer carries: each may read two tiles that no other needs. */
export const MAX_PROOFS = 50;
/** Version, type and time of an entry, which its statement does not tell. */
const ENTRY_HEAD = 10;

/**
 * Receipts for the results of an answer, in order. A receipt says what was answered about a fingerprint
 * that the caller sent: nobody here has seen a file.
 */
export async function makeReceipts(
  maker: ReceiptMaker,
  store: Store,
  items: readonly CheckItem[],
  answer: Omit<CheckAnswer, 'receipts'>,
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
        v: 1,
        iss: maker.origin,
        id: `rct_${bytesToHex(randomBytes(16))}`,
        at: answer.at,
        about: 'a fingerprint that the caller sent',
        covers: coverOf(item, result, salt),
        ...verdictOf(result),
        corpora: { consulted, closed: answer.corpora.closed },
        log: {
          origin: checkpoint.origin,
          size: checkpoint.size,
          root: bytesToHex(checkpoint.root),
        },
      });
      const proven = result.verdict === 'match' && result.log !== null && proofs++ < MAX_PROOFS;
      const record = proven ? await store.record(result.record ?? '') : null;
      const proof = record ? await prove(prover, record, item) : NO_PROOF;
      return { receipt, salt: bytesToHex(salt), ...proof };
    }),
  );
}

const NO_PROOF: Pick<Receipt, 'entry' | 'proof' | 'openings'> = {
  entry: null,
  proof: null,
  openings: [],
};

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

interface ReadCheckpoint {
  readonly text: string;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

async function readCheckpoint(log: PublicLog): Promise<ReadCheckpoint> {
  const found = await log.read('checkpoint');
  if (!found) throw new Error('the log has no checkpoint');
  const text = new TextDecoder().decode(found.bytes);
  return { text, ...parseCheckpoint(text) };
}

interface Prover {
  readonly checkpoint: ReadCheckpoint;
  read(tile: Parameters<TileFetcher>[0]): Promise<Uint8Array>;
}

/** Each tile is read once for all receipts of an answer. */
function proverOf(log: PublicLog, checkpoint: ReadCheckpoint): Prover {
  const known = new Map<string, Promise<Uint8Array>>();
  const fetchTile = async (path: string) => {
    const found = await log.read(path);
    if (!found) throw new Error(`the log has no ${path}`);
    return found.bytes;
  };
  return {
    checkpoint,
    read(tile) {
      const path = tilePath(tile);
      const asked = known.get(path) ?? fetchTile(path);
      known.set(path, asked);
      return asked;
    },
  };
}

async function prove(
  { checkpoint, read }: Prover,
  record: StoredRecord,
  item: CheckItem,
): Promise<Pick<Receipt, 'entry' | 'proof' | 'openings'>> {
  const { log, salt } = record;
  if (!log || log.index >= checkpoint.size) return NO_PROOF;
  const { index, witnessed, statement } = log;
  const bundle = Math.floor(index / TILE_WIDTH);
  const width = widthIn('entries', bundle, checkpoint.size);
  const [bytes, hashes, openings] = await Promise.all([
    read({ level: 'entries', index: bundle, width }),
    inclusionProof(read, index, checkpoint.size),
    openEqual(record, item),
  ]);
  const extra = readBundle(bytes)?.[index % TILE_WIDTH]?.slice(0, ENTRY_HEAD) ?? null;
  return {
    entry: registrationEntry({ index, witnessed }, statement, salt),
    proof: formatProof({ index, hashes, checkpoint: checkpoint.text, extra }),
    openings,
  };
}

/** Opens what of the record is equal to the suspect, and nothing that the caller has not. */
async function openEqual(
  { fingerprint, salt }: StoredRecord,
  item: CheckItem,
): Promise<Receipt['openings']> {
  if ('ssdeep' in item) return [];
  const bytes = 'sha256' in item ? item.sha256 : item.fingerprint.bytes.sha256;
  const suspect = 'sha256' in item ? null : item.fingerprint;
  const parts = [...walk(fingerprint)];
  const identical = parts.find(([, part]) => part.bytes.sha256 === bytes);
  const equal = identical ?? parts.find(([, part]) => suspect && sameBody(part, suspect));
  if (!equal) return [];
  const [path] = equal;
  const names = identical ? ['bytes.sha256'] : ['content.body', 'content.drawn'];
  const paths = names
    .filter((name) => name !== 'content.drawn' || sameDrawn(equal[1], suspect))
    .map((name) => `${path}:${name}`);
  const opened = await openLayers(fingerprint, hexToBytes(salt), paths);
  return opened.map((one) => ({
    ...one,
    salt: bytesToHex(one.salt),
    proof: one.proof.map((hash) => bytesToHex(hash)),
  }));
}

function sameBody(part: Fingerprint, suspect: Fingerprint): boolean {
  return part.content !== null && part.content.body === suspect.content?.body;
}

function sameDrawn(part: Fingerprint, suspect: Fingerprint | null): boolean {
  const drawn = part.content?.drawn ?? null;
  return drawn !== null && drawn === suspect?.content?.drawn;
}
