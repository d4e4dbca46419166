import { beforeAll, describe, expect, it } from 'vitest';
import { COSIGNATURE, formatVerifierKey, verifierKey } from '../../src/tlog/key.ts';
import { parsePolicy } from '../../src/tlog/policy.ts';
import { freshSigner } from './trees.ts';

let log = '';
let keys: string[] = [];

beforeAll(async () => {
  log = formatVerifierKey((await freshSigner()).key);
  const names = ['x1', 'x2', 'x3', 'y1', 'y2', 'y3'];
  const signers = await Promise.all(
    names.map((name) => freshSigner(`${name}.example`, COSIGNATURE)),
  );
  keys = signers.map(({ key }) => formatVerifierKey(key));
});

/** The example of the specification: two of the X and one of the Y. */
const example = () =>
  [
    '# who must have seen it',
    `log ${log} https://log.example`,
    '',
    ...keys.map(
      (key, i) => `\twitness ${'XY'[i < 3 ? 0 : 1]}${(i % 3) + 1}  ${key} https://w${i}.example `,
    ),
    'group X-witnesses 2 X1 X2 X3',
    'group Y-witnesses any Y1 Y2 Y3',
    'group X-and-Y all X-witnesses Y-witnesses',
    'quorum X-and-Y',
  ].join('\n');

describe('policies', () => {
  it('decide as the example of the specification says', () => {
    const { logs, witnesses, quorum } = parsePolicy(example());
    expect(logs.map(({ url }) => url)).toEqual(['https://log.example']);
    expect(witnesses.map(({ url }) => url)).toHaveLength(6);
    const of = (...indices: number[]) =>
      quorum(indices.map((i) => (witnesses[i] as (typeof witnesses)[0]).key));
    expect(of(0, 1, 3)).toBe(true);
    expect(of(1, 2, 5)).toBe(true);
    expect(of(0, 1, 2, 3, 4, 5)).toBe(true);
    expect(of(0, 1, 2)).toBe(false);
    expect(of(0, 3, 4, 5)).toBe(false);
    expect(of()).toBe(false);
  });

  it('may ask for one witness, or for none', () => {
    const one = parsePolicy(`witness w ${keys[0]}\nquorum w`);
    expect(one.quorum([])).toBe(false);
    expect(one.quorum([(one.witnesses[0] as (typeof one.witnesses)[0]).key])).toBe(true);
    expect(parsePolicy('quorum none').quorum([])).toBe(true);
  });

  it.each([
    ['no quorum', () => `log ${log}`],
    ['two quorums', () => 'quorum none\nquorum none'],
    ['a quorum that is not defined', () => 'quorum w'],
    ['a group defined after its use', () => `quorum g\nwitness w ${keys[0]}\ngroup g any w`],
    ['a name twice', () => `witness w ${keys[0]}\nwitness w ${keys[1]}\nquorum w`],
    ['a key twice', () => `witness v ${keys[0]}\nwitness w ${keys[0]}\nquorum w`],
    ['a key twice under two names', () => `witness v ${keys[0]}\nwitness w ${renamed()}\nquorum w`],
    ['a member twice', () => `witness w ${keys[0]}\ngroup g any w\ngroup h any w\nquorum g`],
    ['a group of nobody', () => 'group g any\nquorum g'],
    ['a threshold that cannot be met', () => `witness w ${keys[0]}\ngroup g 2 w\nquorum g`],
    ['a threshold of none', () => `witness w ${keys[0]}\ngroup g 0 w\nquorum g`],
    ['a witness called none', () => `witness none ${keys[0]}\nquorum none`],
    ['a log’s key for a witness', () => `witness w ${log}\nquorum w`],
    ['a witness’s key for a log', () => `log ${keys[0]}\nquorum none`],
    ['an unknown line', () => 'quorum none\nmirror x'],
  ])('are refused with %s', (_, text) => {
    expect(() => parsePolicy(text())).toThrowError(expect.objectContaining({ code: 'malformed' }));
  });
});

/** The first witness's key under another name. */
function renamed(): string {
  const { witnesses } = parsePolicy(`witness w ${keys[0]}\nquorum w`);
  const [first] = witnesses;
  if (!first) throw new Error('no witness');
  return formatVerifierKey(verifierKey('other.example', COSIGNATURE, first.key.publicKey));
}
