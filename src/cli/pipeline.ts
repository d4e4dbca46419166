import { createBatches } from './batches.ts';
import { safePath } from './escape.ts';
import { Failure } from './failure.ts';
import type { Mark } from './mark.ts';
import type { Call, Pipeline, Prepared } from './pipeline-options.ts';
import type { Runner } from './pool.ts';
import { Recent } from './recent.ts';
import { areMany, Sizes } from './sizes.ts';
import { type AtOnce, openSource, type Source, sizeOf } from './source.ts';
import { memberSize, type Target, withoutContents } from './walk.ts';

/** Files that wait for one before them with their answers, each of about 2 kB. */
const MAX_WAITING = 4000;
/** Bytes of members of archives in memory, before no further one is unpacked. */
const MAX_HELD = 4 * 1024 * 1024;

/** Smaller files take longer to ask for than to open; larger ones take long to read in vain. */
const MAX_AT_ONCE = 1024 * 1024;

/** A file on its way; `answer` comes last. */
interface Slot<Work, Answer> {
  target: Target;
  /** SHA-256 of the file; null where it could not be read. */
  key: string | null;
  /** What to remember its answer by; null where it is not to be remembered, or is already. */
  mark: Mark | null;
  work: Work | null;
  answer: { readonly value: Answer } | null;
  /** Larger than a file may be to be read: its members are, where it has some. */
  large: boolean;
  /** Bytes that it has in memory. */
  held: number;
}

/** A call on its way to be sent. */
interface Made<Work, Answer> {
  readonly works: readonly Work[];
  readonly call: Promise<Call<Answer>>;
}

/** Where files stand that were not begun yet: those of the command line, or of an archive. */
interface Group {
  readonly files: AsyncIterator<Target> | Iterator<Target>;
  pulling: boolean;
}

const isGroup = (one: object | undefined): one is Group => one !== undefined && 'files' in one;

/**
 * Takes files through preparation and batched calls, and yields every file with its answer,
 * in the order of the files. Files of equal bytes are prepared and sent once. Files are read
 * while calls are under way, and one that takes long holds up none behind it.
 */
export async function* answers<Work extends object, Answer>(
  targets: readonly Target[],
  pipeline: Pipeline<Work, Answer>,
): AsyncGenerator<{ target: Target; answer: Answer }> {
  const { recall, maxBatch } = pipeline;
  /** By SHA-256: what is in work, and answers that nothing else remembers. */
  const seen = new Recent<Promise<Prepared<Work, Answer>>>();
  const sizes = new Sizes();
  const asking = new Map<Work, Slot<Work, Answer>[]>();
  /** In the order of the report; files to come stand in it as groups. */
  const groups: Group[] = [{ files: targets[Symbol.iterator](), pulling: false }];
  const slots: (Slot<Work, Answer> | Group)[] = [...groups];
  const batches = createBatches<Work>(maxBatch);
  let next: Made<Work, Answer> | null = null;
  let held = 0;
  let preparing = 0;
  let calls = 0;
  let failure: { readonly error: unknown } | null = null;
  let stirred = false;
  let wake: () => void = () => {};

  /** @returns what there is to know of the file, once it is known */
  async function read(slot: Slot<Work, Answer>): Promise<Prepared<Work, Answer>> {
    const { target } = slot;
    const { pool, atOnce } = pipeline;
    const mark = (await recall?.mark(target)) ?? null;
    const begun = target.member ? null : mark && sizes.begin(mark.size);
    const unless = (await begun?.before) ?? [];
    const small = mark !== null && mark.size <= MAX_AT_ONCE && !target.member && !areMany(unless);
    const analysis =
      atOnce && small && !recall?.resumes
        ? { ...atOnce, name: safePath(target.path), unless }
        : null;
    const use = async (runner: Runner) => {
      const { found, size, isNew } = await readBy(runner, slot, mark, analysis);
      begun?.tell(slot.key);
      if (isNew) await found;
      pipeline.prepared?.(size);
      return { found };
    };
    try {
      // Waiting for the reading of equal bytes must keep no reader from other files.
      const { found } = await (analysis ? pool.share(use) : pool.lend(use));
      return await found;
    } finally {
      begun?.tell(null);
    }
  }

  async function readBy(
    runner: Runner,
    slot: Slot<Work, Answer>,
    mark: Mark | null,
    analysis: AtOnce | null,
  ) {
    const { target } = slot;
    const { stdin, maxBytes, keepsBytes: keeps = false } = pipeline;
    const finished = mark && (await recall?.finished(target, mark, runner));
    if (mark && finished) {
      const found = Promise.resolve({ answer: finished.answer });
      return { found, size: mark.size, isNew: false };
    }
    const source = await openSource(target, stdin, maxBytes, runner, { analysis, keeps });
    if (keeps && target.member && source.kind === 'read') {
      held += source.size - slot.held;
      slot.held = source.size;
    }
    if (source.kind === 'large') slot.large = true;
    const key = source.kind === 'fault' ? null : source.sha256;
    slot.key = key;
    slot.mark = mark;
    const known = key === null ? undefined : seen.get(key);
    const found = known ?? readNew(source, target.path, runner);
    if (key !== null) seen.set(key, found);
    return { found, size: sizeOf(source), isNew: known === undefined };
  }

  async function readNew(
    source: Source,
    path: Buffer,
    runner: Runner,
  ): Promise<Prepared<Work, Answer>> {
    if (recall && source.kind !== 'fault') {
      const input = source.kind === 'read' ? source.input : null;
      const answer = await recall.known(source.sha256, input, path, runner);
      if (answer !== null) return { answer };
    }
    return pipeline.prepare(source, path, runner);
  }

  function release(slot: Slot<Work, Answer>): void {
    held -= slot.held;
    slot.held = 0;
  }

  function settle(slot: Slot<Work, Answer>, value: Answer): void {
    slot.answer = { value };
    release(slot);
    const { key, mark } = slot;
    if (key === null) return;
    if (mark !== null && recall?.keep(mark, key, value)) seen.delete(key);
    else seen.set(key, Promise.resolve({ answer: value }));
  }

  /** Begins the next file of a group; a group without any goes. */
  async function pull(group: Group): Promise<void> {
    group.pulling = true;
    const { done, value: target } = await group.files.next();
    group.pulling = false;
    if (done) {
      slots.splice(slots.lastIndexOf(group), 1);
      groups.splice(groups.indexOf(group), 1);
      return;
    }
    if (target.membersOnly) {
      const members = await pipeline.members?.(target.path);
      if (!members) throw new Failure(`no mailbox: ${safePath(target.path)}`);
      insertGroup(members, slots.lastIndexOf(group));
      return;
    }
    const slot: Slot<Work, Answer> = {
      target,
      key: null,
      mark: null,
      work: null,
      answer: null,
      large: false,
      held: memberSize(target),
    };
    slots.splice(slots.lastIndexOf(group), 0, slot);
    preparing++;
    held += slot.held;
    begin(prepare(slot), () => {
      preparing--;
      if (!pipeline.keepsBytes) release(slot);
    });
  }

  function insertGroup(members: AsyncIterable<Target>, at: number): void {
    // Members stand in this process and in a reader.
    pipeline.pool.narrow();
    const group: Group = { files: members[Symbol.asyncIterator](), pulling: false };
    groups.splice(slots.slice(0, at).filter(isGroup).length, 0, group);
    slots.splice(at, 0, group);
  }

  async function prepare(slot: Slot<Work, Answer>): Promise<void> {
    const found = await read(slot);
    slot.target = withoutContents(slot.target, !pipeline.keepsBytes);
    if (slot.large) {
      const members = await pipeline.members?.(slot.target.path);
      if (members) insertGroup(members, slots.indexOf(slot) + 1);
    }
    if ('answer' in found) return settle(slot, found.answer);
    const { work, size } = found;
    const others = asking.get(work);
    if (others) {
      others.push(slot);
      return;
    }
    asking.set(work, [slot]);
    batches.add(work, size);
  }

  function make(busy: boolean, last: boolean): Made<Work, Answer> | null {
    const works = batches.take(busy, last);
    if (works.length === 0) return null;
    const call = pipeline.call(works);
    // Told when it is to be sent.
    call.catch(() => {});
    return { works, call };
  }

  async function send({ works, call }: Made<Work, Answer>): Promise<void> {
    const got = await (await call)();
    for (const [i, work] of works.entries()) {
      for (const slot of asking.get(work) ?? []) settle(slot, got[i] as Answer);
      asking.delete(work);
    }
  }

  function begin(work: Promise<void>, end: () => void): void {
    work
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        end();
        stirred = true;
        wake();
      });
  }

  /** The group to read from next: the first, since what stands behind it is reported later. */
  function nextGroup(): Group | null {
    const full = batches.waiting > 2 * maxBatch.items || batches.waitingSize > 2 * maxBatch.size;
    if (full || preparing >= pipeline.width || held > MAX_HELD) return null;
    const [group] = groups;
    if (!group || group.pulling) return null;
    // What waits behind the first group can only go when that is done.
    return slots.length < MAX_WAITING || group === slots[0] ? group : null;
  }

  /** Starts all that can be started now. */
  function advance(): void {
    stirred = false;
    if (failure) return;
    const last = preparing === 0 && groups.length === 0;
    while (calls < pipeline.calls) {
      next ??= make(calls > 0, last);
      if (!next) break;
      calls++;
      begin(send(next), () => calls--);
      next = null;
    }
    next ??= make(true, last);
    // What was taken for calls has made room.
    for (let group = nextGroup(); group !== null; group = nextGroup()) {
      begin(pull(group), () => {});
    }
  }

  /** Until something has ended, or a call is due. */
  async function changed(): Promise<void> {
    if (stirred) return;
    const due = calls === 0 ? batches.dueIn() : null;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((done) => {
      wake = done;
      if (due !== null) timer = setTimeout(done, due);
    });
    clearTimeout(timer);
  }

  for (;;) {
    advance();
    for (let first = slots[0]; first && !isGroup(first) && first.answer; first = slots[0]) {
      slots.shift();
      yield { target: first.target, answer: first.answer.value };
    }
    if (slots.length === 0) return;
    // Calls under way may still bring answers that are worth keeping.
    if (failure && calls === 0) throw (failure as { error: unknown }).error;
    const [first] = slots;
    if (isGroup(first) || !first?.answer) await changed();
  }
}
