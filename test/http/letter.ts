import { extract } from '../../src/extract/index.ts';
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';
import type { Fingerprint } from '../../src/fingerprint/profile.ts';

/** A genuine mail of which a thief holds a copy with the figure blacked out and no Cc. */
export const FIGURE = 482_913;
export const HIDDEN_CC = 'colonel.brandt@conseil.example';

const PARAGRAPHS = (figure: number) => [
  'Chère Solène,',
  'Comme convenu mardi au siège, je te confirme par écrit les termes de notre accord avec le cabinet, afin que la trésorerie puisse préparer les pièces avant la réunion du bureau.',
  `Le montant définitif s’élève à ${figure} euros, payable en deux fois, la première moitié à la signature et le reste après la remise du rapport.`,
  'Le cabinet demande que son nom ne figure sur aucun document public avant la fin de la campagne, ce que nous avons accepté sous réserve de l’avis du mandataire financier.',
  'Merci de ne transmettre ce message à personne et de me rappeler demain matin si un point te paraît obscur.',
  'Bien à toi,',
  'Édouard',
];

export function letter(figure: number, cc: string | null): string {
  return [
    'From: Édouard Lacombe <e.lacombe@horizon.example>',
    'To: Solène Mercier <s.mercier@horizon.example>',
    ...(cc === null ? [] : [`Cc: ${cc}`]),
    'Date: Tue, 09 Mar 2027 18:22:10 +0100',
    'Subject: Accord avec le cabinet',
    'Message-ID: <accord-1@horizon.example>',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    '',
    PARAGRAPHS(figure).join('\r\n\r\n'),
    '',
  ].join('\r\n');
}

/** The same text as a file of its own. */
export function note(figure: number): string {
  return `${PARAGRAPHS(figure).join('\n\n')}\n`;
}

export async function printOf(text: string, name: string) {
  return fingerprint(await extract(new TextEncoder().encode(text), { name }));
}

export async function prints(texts: readonly string[], name: string): Promise<Fingerprint[]> {
  const made: Fingerprint[] = [];
  for (const text of texts) made.push((await printOf(text, name)).fingerprint);
  return made;
}

/** `count` figures from `from` on, without the right one. */
export function figures(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i).filter((figure) => figure !== FIGURE);
}
