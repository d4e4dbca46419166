/**
 * What the usual methods say of the same files: one score a method, the best over all
 * registered documents, with the document it belongs to. A higher score is more alike.
 */
import { ssdeepScore } from '../../src/fingerprint/ssdeep.ts';
import { tlshDistance } from '../../src/fingerprint/tlsh.ts';

/** @param genuine `{ record, fingerprint }` of all registered documents */
export function rivalsOf(genuine) {
  const bySha = new Map(genuine.map((one) => [one.fingerprint.bytes.sha256, one.record]));
  const byBand = new Map();
  for (const { record, fingerprint } of genuine) {
    fingerprint.content?.bands.forEach((band, i) => {
      const key = `${i} ${band}`;
      byBand.set(key, [...(byBand.get(key) ?? []), record]);
    });
  }
  const best = (score) => {
    let top = { score: Number.NEGATIVE_INFINITY, record: null };
    for (const one of genuine) {
      const value = score(one.fingerprint);
      if (value !== null && value > top.score) top = { score: value, record: one.record };
    }
    return top;
  };
  const tlsh = (a, b) => (a && b ? -tlshDistance(a, b) : null);
  return (s) => {
    const bands = new Map();
    s.content?.bands.forEach((band, i) => {
      for (const record of byBand.get(`${i} ${band}`) ?? [])
        bands.set(record, (bands.get(record) ?? 0) + 1);
    });
    const [lsh] = [...bands].sort(([, a], [, b]) => b - a);
    const exact = bySha.get(s.bytes.sha256);
    return {
      'SHA-256': { score: exact ? 1 : 0, record: exact ?? null },
      'ssdeep raw': best((g) => ssdeepScore(s.bytes.ssdeep, g.bytes.ssdeep)),
      'ssdeep text': best((g) =>
        s.content && g.content ? ssdeepScore(s.content.ssdeep, g.content.ssdeep) : null,
      ),
      'TLSH raw': best((g) => tlsh(s.bytes.tlsh, g.bytes.tlsh)),
      'TLSH text': best((g) => tlsh(s.content?.tlsh, g.content?.tlsh)),
      'MinHash LSH': lsh ? { score: lsh[1], record: lsh[0] } : { score: 0, record: null },
    };
  };
}
