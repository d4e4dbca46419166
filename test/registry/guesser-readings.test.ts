import { expect, it } from 'vitest';
import type { ContentPrint, Fingerprint } from '../../src/fingerprint/profile.ts';
import { FIGURE, figures, note, prints } from '../http/letter.ts';
import { registerAll } from './batches.ts';
import { items, openVault, refused } from './thief.ts';

/** Guesses in what a fingerprint says of one text in several ways: readings, gaps. */

const READINGS = 3;

/** A suspect that claims to be a PDF, each of whose readings is a guess. */
function packed([own, ...others]: readonly Fingerprint[]): Fingerprint {
  const content = own?.content as ContentPrint;
  const readings = others.map(({ content: other }) => ({
    body_joined: other?.body_joined ?? '',
    labels: null,
    furniture: null,
  }));
  const pdf = { ...content, extractor: 'pdf/1', beside: {}, readings };
  return { ...(own as Fingerprint), type: 'application/pdf', content: pdf };
}

it('a figure guessed in the readings of a PDF costs by their number', async () => {
  const vault = await openVault();
  const wrong = await prints(figures(100_000, 30 * (1 + READINGS)).map(note), 'n.txt');
  const packs = Array.from({ length: 30 }, (_, i) =>
    packed(wrong.slice(i * (1 + READINGS), (i + 1) * (1 + READINGS))),
  );
  const answers = await vault.ask(items(packs), 'packer');
  const through = answers.filter((result) => !refused(result)).length;
  expect(through * (1 + READINGS)).toBeLessThanOrEqual(20);
  const right = await prints([note(1), note(2), note(FIGURE)], 'n.txt');
  const [told] = await vault.ask(items([packed(right)]), 'packer');
  expect(told).toMatchObject({ reason: 'too_many_variants' });
});

it('the gaps of a text whose words are known stop after twenty', async () => {
  const vault = await openVault();
  const [genuine] = await prints([`${note(FIGURE)}\n12 €\t500\n`], 'g.txt');
  if (!genuine?.content) throw new Error('not read');
  await registerAll(vault.registry, [genuine]);
  const { content } = genuine;
  const guesses = Array.from({ length: 40 }, (_, i): Fingerprint => {
    const layout = i.toString(16).padStart(64, '0');
    return { ...genuine, content: { ...content, extractor: 'docx/1', beside: { layout } } };
  }).map((one, i) => ({
    ...one,
    bytes: { ...one.bytes, sha256: i.toString(16).padStart(64, 'a') },
  }));
  const answers = await vault.ask(items(guesses), 'guesser of gaps');
  expect(answers.filter((result) => !refused(result))).toHaveLength(20);
});

it('a sketch that only a reading has vouches for no text', async () => {
  const vault = await openVault();
  const noise = Array.from({ length: 40 }, (_, i) => i.toString(16).padStart(16, '0'));
  const disguised = (print: Fingerprint): Fingerprint => {
    const content = print.content as ContentPrint;
    const reading = { body_joined: '0'.repeat(64), labels: null, furniture: null };
    return {
      ...print,
      content: {
        ...content,
        sketch: noise,
        bands: content.bands.map((_, i) => i.toString(16).padStart(12, '0')),
        readings: [{ ...reading, sketch: content.sketch }],
      },
    };
  };
  const asked = await prints([...figures(100_000, 60), FIGURE].map(note), 'n.txt');
  const answers = await vault.ask(items(asked.map(disguised)), 'disguised');
  expect(answers.some(({ verdict }) => verdict === 'match')).toBe(false);
  expect(answers.every(({ grade }) => grade !== 'same_text')).toBe(true);
});
