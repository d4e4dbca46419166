import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyError, parsePrivateKey } from '../../src/cli/ssh-key.ts';
import { ApiError } from '../../src/client/api-error.ts';
import {
  asApiError,
  asBatchAnswer,
  asCheckAnswer,
  asCompareAnswer,
} from '../../src/client/shape.ts';
import { parseSsdeep } from '../../src/fingerprint/ssdeep-format.ts';
import { ssdeepGrams, ssdeepScore } from '../../src/fingerprint/ssdeep-score.ts';
import { tlshDistance } from '../../src/fingerprint/tlsh-distance.ts';
import { parseJson } from '../../src/http/body.ts';
import {
  BATCH_REQUEST,
  CHECK_ANSWER,
  CHECK_REQUEST,
  COMPARE_ANSWER,
  COMPARE_REQUEST,
} from '../../src/http/examples.ts';
import { HttpProblem } from '../../src/http/problem.ts';
import { readSuspects } from '../../src/http/suspects.ts';
import { CompareRequest } from '../../src/registry/contract-compare.ts';
import { decodeEntries, parseItem } from '../../src/registry/items.ts';
import { parseKeys } from '../../src/storage/keys.ts';
import { packEntries, unpackEntries } from '../../src/storage/pack.ts';
import { unpad } from '../../src/storage/padme.ts';
import { parsePasted } from '../../src/web/digests.ts';

/**
 * Every decoder of what comes from outside and is no document (those are in
 * `test/extract/fuzz.test.ts`): each returns, or throws what it says that it throws.
 */
const seed = Number(process.env.FUZZ_SEED ?? 20_270_101);
const numRuns = 20 * Number(process.env.FUZZ_RUNS ?? 12);

type Thrown = abstract new (...args: never[]) => Error;

/** The call returns, or throws one of these. */
function only(errors: readonly Thrown[], call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (!errors.some((one) => error instanceof one)) throw error;
  }
}

function holds<T>(values: fc.Arbitrary<T>, check: (value: T) => void): void {
  fc.assert(fc.property(values, check), { seed, numRuns });
}

/** A text, or one that is valid but for some of its characters. */
function like(valid: string): fc.Arbitrary<string> {
  const spoiled = fc
    .tuple(fc.nat(valid.length), fc.nat(8), fc.string({ unit: 'binary', maxLength: 8 }))
    .map(([at, gone, put]) => valid.slice(0, at) + put + valid.slice(at + gone));
  return fc.oneof(spoiled, fc.string({ unit: 'binary', maxLength: 300 }), fc.constant(valid));
}

/** JSON of any kind, or a valid value with one of its values replaced by any. */
function likeJson(valid: object): fc.Arbitrary<unknown> {
  const places: (string | number)[][] = [];
  const visit = (value: unknown, path: (string | number)[]): void => {
    places.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
  };
  visit(valid, []);
  const any = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(
      -1,
      1e308,
      0.5,
      '',
      '\0',
      'a'.repeat(10_000),
      null,
      [],
      {},
      '__proto__',
      '=',
      'T1',
      '3::',
    ),
  );
  const replaced = fc.tuple(fc.constantFrom(...places), any).map(([path, value]) => {
    const whole = { root: structuredClone(valid) } as Record<string | number, unknown>;
    let at = whole;
    const steps = ['root', ...path];
    for (const step of steps.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
    at[steps.at(-1) ?? ''] = value;
    return whole.root;
  });
  return fc.oneof({ weight: 4, arbitrary: replaced }, { weight: 1, arbitrary: fc.jsonValue() });
}

const SSDEEP =
  '96:s4Ud1Lj96tHHlZDrwciQmA+4uy1I0G4HYuL8N3TzS8QsO/wqWXLcMSx:sF1LjEtHHlZDrJzrhuyZvHYm8tKp/RWO';
const TLSH = `T1${'6FF02BEF718027B0160B4391212923ED7F1A463D563B1549B86CF62973B197AD2731F8'.slice(0, 70)}`;

describe('strings', () => {
  test('ssdeep digests', () => {
    holds(fc.tuple(like(SSDEEP), like(SSDEEP)), ([a, b]) => {
      only([RangeError], () => parseSsdeep(a));
      only([RangeError], () => ssdeepGrams(a));
      only([RangeError], () => {
        const score = ssdeepScore(a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
      });
    });
  });

  test('TLSH digests', () => {
    holds(fc.tuple(like(TLSH), like(TLSH)), ([a, b]) => {
      only([RangeError], () => expect(tlshDistance(a, b)).toBeGreaterThanOrEqual(0));
    });
  });

  test('pasted digests', () => {
    const lines = `${'ab'.repeat(32)}  a.pdf\n${SSDEEP},"b"\n`;
    holds(like(lines.repeat(3)), (text) => {
      const { digests, faults } = parsePasted(text);
      expect(digests.length + faults.length).toBeLessThanOrEqual(100);
    });
    expect(parsePasted(' '.repeat(500_000)).digests).toEqual([]);
    expect(parsePasted(`${'a'.repeat(64)}${' '.repeat(100_000)}`).digests).toHaveLength(1);
    expect(parsePasted(`${'a'.repeat(64)}${' *'.repeat(50_000)}\0`).digests).toHaveLength(1);
  });

  test('lists of keys', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    holds(like(`k1:${key},k2:${key}`), (text) => only([TypeError], () => parseKeys(text, 'KEYS')));
  });

  test('signing keys', () => {
    const head = '-----BEGIN OPENSSH PRIVATE KEY-----';
    const tail = '-----END OPENSSH PRIVATE KEY-----';
    const start = Buffer.from('openssh-key-v1\0\0\0\0\x04none\0\0\0\x04none\0\0\0\0\0\0\0\x01');
    holds(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      for (const file of [Buffer.from(bytes), Buffer.concat([start, bytes])]) {
        const text = `${head}\n${file.toString('base64')}\n${tail}\n`;
        expect(() => parsePrivateKey(text)).toThrow(KeyError);
      }
    });
    holds(like(`${head}\nAAAA\n${tail}`), (text) => only([KeyError], () => parsePrivateKey(text)));
  });
});

describe('bodies', () => {
  test('JSON', () => {
    const valid = JSON.stringify(CHECK_REQUEST);
    holds(like(valid), (text) =>
      only([HttpProblem], () => parseJson(new TextEncoder().encode(text))),
    );
    holds(fc.uint8Array({ maxLength: 200 }), (bytes) =>
      only([HttpProblem], () => parseJson(bytes)),
    );
    only([HttpProblem], () => parseJson(new Uint8Array(5_000_000).fill(0x5b)));
  });

  test('suspects', () => {
    holds(likeJson(CHECK_REQUEST), (body) => only([HttpProblem], () => readSuspects(body)));
  });

  test('comparisons', () => {
    holds(likeJson(COMPARE_REQUEST), (body) => {
      const { success, data } = CompareRequest.safeParse(body);
      if (success) expect(decodeEntries(data.entries)).not.toBe(undefined);
    });
  });

  test('items of a batch', () => {
    const item = (BATCH_REQUEST as { items: object[] }).items[0] ?? {};
    expect(parseItem(item, 0).faults).toEqual([]);
    holds(likeJson(item), (value) => {
      const { item: read, faults } = parseItem(value, 3);
      expect(read === null).toBe(faults.length > 0);
    });
  });
});

describe('what the store reads back', () => {
  test('padded bytes and lists of entries', () => {
    const packed = Buffer.from(
      packEntries({ '': Uint16Array.of(1, 2, 3), '0/1': Uint16Array.of(4) }),
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.nat(packed.length), fc.nat(255)).map(([at, value]) => {
        const out = new Uint8Array(packed);
        out[at] = value;
        return out;
      }),
    );
    holds(bytes, (data) => {
      only([RangeError], () => unpad(data));
      only([RangeError], () => unpackEntries(data));
    });
  });
});

describe("a registry's answers", () => {
  test('are taken or refused, never believed', () => {
    const ids = CHECK_ANSWER.results.map(({ id }) => id);
    holds(likeJson(CHECK_ANSWER), (value) => only([ApiError], () => asCheckAnswer(value, ids)));
    holds(likeJson(COMPARE_ANSWER), (value) =>
      only([ApiError], () => asCompareAnswer(value, 0, 100)),
    );
    holds(fc.jsonValue(), (value) => {
      only([ApiError], () => asBatchAnswer(value, ['a']));
      expect(asApiError(429, value)).toBeInstanceOf(ApiError);
    });
  });
});
