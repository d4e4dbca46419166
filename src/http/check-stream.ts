/** POST /v1/check as a stream of lines: one suspect in, one answer out, in the same order. */
import { overQuota } from '../registry/allowance.ts';
import type { CheckItem, ProblemLine, StreamResult } from '../registry/contract.ts';
import { RegistryError } from '../registry/errors.ts';
import type { Registry } from '../registry/registry.ts';
import { CHUNK_ITEMS } from '../registry/thresholds.ts';
import { MAX_JSON_BYTES, parseJson } from './body.ts';
import { asProblem, reportFailure } from './failure.ts';
import { type Line, linesOf } from './lines.ts';
import type { Metrics } from './metrics.ts';
import { HttpProblem, problemDocument } from './problem.ts';
import { readSuspects } from './suspects.ts';

export const NDJSON = 'application/x-ndjson';

/**
 * Lines of one stream that are looked up, and groups. A group costs about a dozen queries, however
 * few lines it has, and one invocation of a Worker has 1,000: 80 groups, of at most 32 lines each.
 */
export const MAX_STREAM_LINES = 2000;
export const MAX_STREAM_GROUPS = 80;

/** One fingerprint with all its parts, a quarter of what a whole batch may be. */
export const MAX_LINE_BYTES = MAX_JSON_BYTES / 4;

interface Asking {
  readonly registry: Registry;
  readonly caller: string;
  readonly requestId: string;
  readonly metrics: Metrics;
}

/**
 * Answers line by line. What is held at a time is one group of lines and its answers: the next is
 * read when the receiver has taken these.
 */
export function checkStream(
  body: ReadableStream<Uint8Array>,
  asking: Asking,
): ReadableStream<Uint8Array> {
  const groups = linesOf(body, MAX_LINE_BYTES, CHUNK_ITEMS);
  const encoder = new TextEncoder();
  let before = 0;
  let groupsAnswered = 0;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await groups.next();
        if (done) return controller.close();
        const over = groupsAnswered++ >= MAX_STREAM_GROUPS;
        const answers = await answerGroup(value, over ? MAX_STREAM_LINES : before, before, asking);
        before += value.length;
        controller.enqueue(
          encoder.encode(answers.map((one) => `${JSON.stringify(one)}\n`).join('')),
        );
      },
      async cancel() {
        await groups.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

type Answer = StreamResult | ProblemLine;

/** @param used lines that count as looked up, @param before lines that came before these */
async function answerGroup(
  lines: readonly Line[],
  used: number,
  before: number,
  asking: Asking,
): Promise<Answer[]> {
  const answers: Answer[] = new Array(lines.length);
  const asked: { readonly at: number; readonly item: CheckItem }[] = [];
  const fail = (at: number, error: unknown, id: string | null) => {
    answers[at] = problemLine(error, before + at + 1, id, asking.requestId);
  };
  lines.forEach((line, at) => {
    const { item, id, error } = readLine(line, used + at);
    if (item) asked.push({ at, item });
    else fail(at, error, id);
  });
  if (asked.length === 0) return answers;
  const refuse = (from: number, error: unknown) => {
    for (const { at, item } of asked.slice(from)) fail(at, error, item.id ?? null);
  };
  try {
    const allowance = await asking.registry.admit(asking.caller, asked.length, true);
    const granted = asked.slice(0, allowance.granted);
    if (granted.length < asked.length) refuse(granted.length, overQuota(allowance));
    if (granted.length > 0) await checkAll(granted, asking, answers, fail);
  } catch (error) {
    reportFailure(error, asking.requestId);
    refuse(0, error);
  }
  return answers;
}

/**
 * Checks together what may be; where the day's misses do not suffice for all, one by one, so that
 * one line too many costs no other its answer.
 */
async function checkAll(
  granted: readonly { readonly at: number; readonly item: CheckItem }[],
  asking: Asking,
  answers: Answer[],
  fail: (at: number, error: unknown, id: string | null) => void,
): Promise<void> {
  const check = async (some: typeof granted) => {
    // Ids may repeat in a stream; within one request they would be refused.
    const items = some.map(({ item: { id: _id, ...rest } }) => rest as CheckItem);
    const { results, corpora, at } = await asking.registry.check({ items }, asking.caller);
    const consulted = corpora.consulted.map((corpus) => corpus.id);
    some.forEach(({ at: place, item }, i) => {
      const result = results[i];
      if (!result) throw new Error('a suspect has no result');
      asking.metrics.verdict(result.verdict);
      answers[place] = {
        ...result,
        id: item.id ?? null,
        corpora: { consulted, closed: corpora.closed },
        at,
      };
    });
  };
  try {
    await check(granted);
  } catch (error) {
    if (!(error instanceof RegistryError) || granted.length === 1) throw error;
    for (const one of granted) {
      await check([one]).catch((cause) => {
        reportFailure(cause, asking.requestId);
        fail(one.at, cause, one.item.id ?? null);
      });
    }
  }
}

interface ReadLine {
  readonly item: CheckItem | null;
  readonly id: string | null;
  readonly error?: unknown;
}

/** @param used lines of the stream that count as looked up before it */
function readLine(line: Line, used: number): ReadLine {
  if (used >= MAX_STREAM_LINES) {
    const detail = `One stream is answered for ${MAX_STREAM_LINES} lines, or ${MAX_STREAM_GROUPS} groups of those that come together; send the rest in another.`;
    return { item: null, id: null, error: new HttpProblem('body_too_large', detail) };
  }
  if (line === null) {
    const detail = `A line has at most ${MAX_LINE_BYTES} bytes.`;
    return { item: null, id: null, error: new HttpProblem('body_too_large', detail) };
  }
  let id: string | null = null;
  try {
    const value = parseJson(line);
    const sent = (value as { id?: unknown } | null)?.id;
    if (typeof sent === 'string' && sent.length <= 200) id = sent;
    const [item = null] = readSuspects({ items: [value] }).items;
    return { item, id };
  } catch (error) {
    return { item: null, id, error };
  }
}

/** A problem in place of an answer: pointers are into the line. */
function problemLine(
  error: unknown,
  line: number,
  id: string | null,
  requestId: string,
): ProblemLine {
  const document = problemDocument(asProblem(error), requestId);
  const errors = document.errors?.map(({ pointer, detail }) => {
    return { pointer: pointer.replace(/^\/items\/0/, ''), detail };
  });
  const wait = error instanceof RegistryError ? error.retryAfter : null;
  return {
    ...document,
    ...(errors
      ? { errors, detail: document.detail.replace(/^\/items\/0/, '') || document.detail }
      : {}),
    id,
    line,
    ...(wait === null ? {} : { retry_after: wait }),
  };
}
