import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { analyse } from '../../src/client/analyse.ts';
import { marksOf } from '../../src/fingerprint/marks.ts';
import type { Answer } from '../../src/web/answer.ts';
import { jsonReport } from '../../src/web/exports.ts';
import { sentOf, shownOf } from '../../src/web/print-shown.ts';
import { CANNED, CORPORA } from './canned.ts';

const demo = new URL('../../demo/suspects/', import.meta.url);
const printOf = async (name: string) => {
  const bytes = new Uint8Array(readFileSync(new URL(name, demo)));
  return (await analyse(bytes, { name })).fingerprint;
};

test('what is shown of a fingerprint is all that the page tells of it, and no sketch', async () => {
  const whole = await printOf('13-mail-amount-changed.eml');
  const shown = shownOf(whole);
  expect(shown).toMatchObject({
    profile: whole.profile,
    type: whole.type,
    bytes: { sha256: whole.bytes.sha256, ssdeep: whole.bytes.ssdeep, tlsh: whole.bytes.tlsh },
    content: { words: whole.content?.words, body: whole.content?.body },
  });
  expect(shown.mail).not.toBe(null);
  expect(shown.parts.map(({ type }) => type)).toEqual(whole.parts.map(({ type }) => type));
  expect(marksOf(shown)).toEqual(marksOf(whole));
  expect(JSON.stringify(shown)).not.toMatch(/sketch|bands|message_id/);
  const sent = sentOf(whole);
  expect(sent.shown).toEqual(shown);
  expect(JSON.parse(sent.json)).toEqual(whole);
});

test('the report as JSON has whole fingerprints, asked for a hundred at a time', async () => {
  const whole = await printOf('18-invented.eml');
  const context = { consulted: CORPORA, closed: [], at: '2031-04-26T09:12:00Z' };
  const answers = Array.from({ length: 250 }, (_, i): Answer => {
    const known = { id: `f${i}`, name: `${i}\n.eml`, size: i, partNames: {} };
    const outcome = { kind: 'answered', result: CANNED.absent, context } as const;
    return { ...known, fingerprint: i === 7 ? null : shownOf(whole), outcome };
  });
  const asked: number[] = [];
  const printsOf = async (ids: readonly string[]) => {
    asked.push(ids.length);
    return ids.map((id) => (id === 'f7' ? null : whole));
  };
  const about = { registry: 'https://x.example', madeAt: '2031-04-26T10:00:00Z', leak: null };
  let text = '';
  for await (const piece of jsonReport(answers, about, printsOf)) text += piece;
  const report = JSON.parse(text);
  expect(text).toBe(`${JSON.stringify(report, null, 1)}\n`);
  expect(asked).toEqual([100, 100, 50]);
  expect(report).toMatchObject({ format: 'empreinte-report/1', leak_at: null });
  expect(report.documents).toHaveLength(250);
  expect(report.documents[7]).toMatchObject({ file: '7\n.eml', sha256: null, fingerprint: null });
  expect(report.documents[249]).toMatchObject({
    size: 249,
    sha256: whole.bytes.sha256,
    fingerprint: whole,
    outcome: { kind: 'answered' },
  });
});
