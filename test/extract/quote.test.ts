import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitThread } from '../../src/extract/quote.ts';

const toLines = (text: string) => text.split('\n').map((line) => ({ text: line }));

function split(text: string): { body: string; quoted: string; signature: string } {
  const { body, quoted, signature } = splitThread(toLines(text));
  const join = (lines: typeof body) =>
    lines
      .map((line) => line.text)
      .filter((line) => line !== '')
      .join('|');
  return { body: join(body), quoted: join(quoted), signature: join(signature) };
}

describe('splitThread', () => {
  it.each([
    ['French', 'Oui.\n\nLe 4 mai 2026 à 10:00, Jean <j@x> a écrit :\n> Non ?\n\nFin.'],
    ['English', 'Oui.\n\nOn Mon, 4 May 2026 at 10:00, Jean <j@x> wrote:\n> Non ?\n\nFin.'],
  ])('takes out a %s attribution with its marked lines, and no reply below', (_, text) => {
    const found = split(text);
    expect(found.body).toBe('Oui.|Fin.');
    expect(found.quoted).toMatch(/^(Le|On) .*:\|> Non \?$/);
  });

  it.each([
    '-----Message d’origine-----',
    "-----Message d'origine-----",
    '-----Original Message-----',
    '________________________________\nDe : Jean\nEnvoyé : lundi 4 mai 2026 10:00\nÀ : Marie\nObjet : x',
    'De\u00a0: Jean\nEnvoyé\u00a0: lundi 4 mai\nÀ\u00a0: Marie\nObjet\u00a0: x',
    'From: Jean\nSent: Monday\nTo: Marie\nSubject: x',
    '*De :* Jean\n*Envoyé :* lundi\n*À :* Marie',
    'Le lun. 4 mai 2026 à 10:00, Jean\nDupont <j@x> a écrit\u00a0:',
  ])('takes all below %j for the thread', (lead) => {
    const found = split(`D’accord pour 300 €.\n\n${lead}\nAncien texte\n-- \nJean`);
    expect(found.body).toBe('D’accord pour 300 €.');
    expect(found.quoted).toContain('Ancien texte');
    expect(found.quoted).toContain('Jean');
    expect(found.signature).toBe('');
  });

  it('takes a short attribution only above a marked line', () => {
    expect(split('a\nJean wrote:\n> b').quoted).toBe('Jean wrote:|> b');
    expect(split('a\nJean wrote:\nb').body).toBe('a|Jean wrote:|b');
  });

  it.each([
    'De : la part de Jean\nune phrase\nune autre',
    'On lui a écrit :\nvoici le texte',
    'Le total est 5 > 3',
    'Un tiret -- \ndans le texte',
    'a\n---\nb',
  ])('leaves %j in the body', (text) => {
    expect(split(text)).toEqual({ body: text.replaceAll('\n', '|'), quoted: '', signature: '' });
  });

  it('ends a signature where the thread below it begins', () => {
    const found = split('Oui\n-- \nMarie\n\nOn 4 May 2026, Jean wrote:\n> Non');
    expect(found).toEqual({
      body: 'Oui',
      quoted: 'On 4 May 2026, Jean wrote:|> Non',
      signature: '-- |Marie',
    });
  });

  it('takes what follows a thread below a signature for body again', () => {
    const found = split('Oui\n-- \nMarie\nOn 4 May 2026, Jean wrote:\n> Non\n900 €');
    expect(found).toMatchObject({ body: 'Oui|900 €', signature: '-- |Marie' });
  });

  it('keeps a bare forward as the body', () => {
    const text = '\n-----Message d’origine-----\nDe : Jean\nTexte\n-- \nJean';
    expect(split(text)).toEqual({
      body: text.slice(1).replaceAll('\n', '|'),
      quoted: '',
      signature: '',
    });
  });

  it('puts every line in exactly one place, in its order', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        '',
        '-- ',
        '> 1 000 €',
        'Le 4 mai 2026 à 10:00, Jean a écrit :',
        'a écrit :',
        'On 4 May,',
        'De : a',
        'Envoyé : b',
        'À : c',
        '-----Original Message-----',
        '____________',
        'a mailing list',
        '-------- Forwarded Message --------',
        '----- End forwarded message -----',
        '12 000 €',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (texts) => {
        const lines = texts.map((text) => ({ text }));
        const { body, quoted, signature, footer } = splitThread(lines);
        // Lines are compared by identity, so a line copied or dropped is seen.
        const order = new Map(lines.map((one, i) => [one, i]));
        const places = [body, quoted, signature, footer].map((some) =>
          some.map((one) => order.get(one as (typeof lines)[number]) ?? -1),
        );
        for (const place of places) expect(place).toEqual([...place].sort((a, b) => a - b));
        expect(places.flat().sort((a, b) => a - b)).toEqual(lines.map((_, i) => i));
      }),
      { numRuns: 1000 },
    );
  });

  it('is linear in blank lines and unfinished attributions', () => {
    const lines = toLines('On 4 May 2026,\n\n'.repeat(50_000) + 'De : x\n'.repeat(50_000));
    expect(splitThread(lines).body).toHaveLength(150_001);
  });
});
