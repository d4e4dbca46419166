import { type Administration, createAdministration } from './administration.ts';
import { type Allowance, allow } from './allowance.ts';
import { check } from './check.ts';
import { compareEntries } from './compare-entries.ts';
import type {
  BatchAnswer,
  BatchRequest,
  CheckAnswer,
  CheckRequest,
  CompareAnswer,
  CompareRequest,
  Corpus,
  EventRequest,
  KeepRequest,
  KeptReceipt,
  RecordAnswer,
} from './contract.ts';
import { RegistryError } from './errors.ts';
import { noteEvent, readRecord } from './events.ts';
import { keepReceipt, readKept } from './kept-receipts.ts';
import type { Site } from './manifest.ts';
import type { Quota } from './quota.ts';
import { type About, makeCompareReceipt, makeReceipts, type ReceiptMaker } from './receipts.ts';
import { register } from './register.ts';
import type { Registrar, Store } from './store.ts';

export interface RegistryOptions {
  readonly store: Store;
  /** The current time. */
  readonly clock: () => Date;
  /** What signed manifests must name; without it nothing is registered. */
  readonly site?: Site | null;
  /** Counts guesses; without it nothing is counted and nobody refused. */
  readonly quota?: Quota;
  /** Signs receipts; without it, who asks for them is refused. */
  readonly receipts?: () => Promise<ReceiptMaker | null>;
  /** Whether what is not found may be called absent; must not throw. Without it, always. */
  readonly healthy?: () => Promise<boolean>;
  /**
   * Opens what one check reads, where that is not `store` and `healthy`. What was written before it is
   * opened must be seen.
   */
  readonly reading?: () => Reading;
}

/** What a check asks. */
export interface Reading {
  readonly store: Store;
  readonly healthy?: (() => Promise<boolean>) | undefined;
}

export interface Registry {
  /**
   * Counts documents that the caller is about to ask about, to be called before `check` and
   * `compare`.
   *
   * @param partly whether the first ones are let through where not all may be; else all or none
   */
  admit(caller: string, documents: number, partly?: boolean): Promise<Allowance>;
  /**
   * One result an item, in order.
   *
   * @param caller who asks, for quotas: a token's or a keyed address digest
   * @param about what the caller sent, as receipts are to say it; by default fingerprints
   * @throws RegistryError `rate_limited`, `receipts_closed`
   */
  check(request: CheckRequest, caller: string, about?: About): Promise<CheckAnswer>;
  /**
   * Where a suspect departs from a record.
   *
   * @throws RegistryError `unknown_record`, also for what the public must not see,
   *   `locate_off`, `entries_invalid`, `receipts_closed`
   */
  compare(request: CompareRequest, caller: string): Promise<CompareAnswer>;
  /**
   * Registers a batch. A byte-identical repeat gets the stored answer.
   *
   * @param bodySha256 lower-case hex SHA-256 of the request body as received
   * @throws RegistryError `registration_closed`, `signature_required`, `signature_invalid`,
   *   `manifest_foreign`, `corpus_mismatch`, `manifest_expired`, `manifest_out_of_sequence`,
   *   `frozen`, `batch_conflict`, `manifest_invalid`, `unknown_corpus`
   */
  register(request: BatchRequest, bodySha256: string, registrar: Registrar): Promise<BatchAnswer>;
  /** @throws RegistryError `unknown_record`, also for what the caller must not see */
  record(id: string, caller: string): Promise<RecordAnswer>;
  /**
   * Opens a decoy, for a registrar of its corpus.
   *
   * @throws RegistryError `unknown_record`, `corpus_mismatch`, `state_conflict`, `frozen`
   */
  noteEvent(id: string, request: EventRequest, registrar: Registrar): Promise<RecordAnswer>;
  corpora(): Promise<Corpus[]>;
  /**
   * Keeps a receipt that this registry has signed, for whoever asks for it.
   *
   * @throws RegistryError `receipts_closed`, `receipt_invalid`, `rate_limited`
   */
  keepReceipt(request: KeepRequest, caller: string): Promise<KeptReceipt>;
  /** @throws RegistryError `unknown_receipt` */
  keptReceipt(id: string): Promise<KeptReceipt>;
  readonly admin: Administration;
}

/** The use cases of the registry over any store. */
export function createRegistry(options: RegistryOptions): Registry {
  const { store, clock, quota, healthy, receipts, site = null } = options;
  const { reading = () => ({ store, healthy }) } = options;

  /** To be called before anything is counted: who is refused has asked nothing. */
  async function openMaker(): Promise<ReceiptMaker> {
    const maker = (await receipts?.()) ?? null;
    if (maker) return maker;
    throw new RegistryError('receipts_closed', 'This registry has no key for receipts.');
  }
  const makerFor = async (asked: boolean | undefined) => (asked ? openMaker() : null);

  return {
    admit: (caller, documents, partly) => allow(quota ?? null, caller, clock(), documents, partly),
    async check(request, caller, about = 'fingerprint') {
      const maker = await makerFor(request.receipts);
      const read = reading();
      const answer = await check(read.store, clock(), request, caller, quota, read.healthy);
      if (!maker) return answer;
      const made = await makeReceipts(maker, store, request.items, answer, about);
      return { ...answer, receipts: made };
    },
    async compare(request, caller) {
      const maker = await makerFor(request.receipt);
      const answer = await compareEntries(store, clock(), request, caller, quota);
      if (!maker) return answer;
      return { ...answer, receipt: await makeCompareReceipt(maker, store, request, answer) };
    },
    register: (request, bodySha256, registrar) =>
      register(store, clock(), request, bodySha256, registrar, site),
    record: (id, caller) => readRecord(store, clock(), id, caller),
    noteEvent: (id, request, registrar) => noteEvent(store, clock(), id, request, registrar),
    corpora: () => store.corpora(),
    async keepReceipt(request, caller) {
      return keepReceipt(store, await openMaker(), quota ?? null, clock(), request, caller);
    },
    keptReceipt: (id) => readKept(store, id, clock()),
    admin: createAdministration(store, clock, site),
  };
}
