import { describe, expect, it } from 'vitest';
import { COSIGNATURE, formatVerifierKey } from '../../src/tlog/key.ts';
import { cosignNote, formatNote, parseNote, signNote } from '../../src/tlog/note.ts';
import { NO_POLICY, parsePolicy } from '../../src/tlog/policy.ts';
import { witnessedTime } from '../../src/tlog/witnessed.ts';
import { freshSigner } from './trees.ts';

const TEXT = 'log.example/log\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

describe('the time by which a quorum had cosigned', () => {
  it('is that of the cosignature that made it one, whatever came later', async () => {
    const log = await freshSigner();
    const all = await Promise.all(
      ['a.example', 'b.example', 'c.example'].map((name) => freshSigner(name, COSIGNATURE)),
    );
    const lines = all.map(({ key }, i) => `witness w${i} ${formatVerifierKey(key)}`);
    const policy = (quorum: string) =>
      parsePolicy([...lines, `group q ${quorum} w0 w1 w2`, 'quorum q'].join('\n'));
    const times = [1_900_000_300, 1_900_000_100, 1_900_000_200];
    const cosignatures = await Promise.all(
      all.map((one, i) => cosignNote(TEXT, one, times[i] ?? 0)),
    );
    const note = (...which: number[]) =>
      parseNote(
        formatNote({
          text: TEXT,
          signatures: [own, ...which.flatMap((i) => cosignatures[i] ?? [])],
        }),
      );
    const own = await signNote(TEXT, log);
    expect(await witnessedTime(policy('any'), note(0, 1, 2))).toBe(1_900_000_100);
    expect(await witnessedTime(policy('2'), note(0, 1, 2))).toBe(1_900_000_200);
    expect(await witnessedTime(policy('all'), note(0, 1, 2))).toBe(1_900_000_300);
    expect(await witnessedTime(policy('all'), note(0, 2))).toBeNull();
    expect(await witnessedTime(policy('any'), note())).toBeNull();
    expect(await witnessedTime(NO_POLICY, note(0, 1, 2))).toBeNull();
  });
});
