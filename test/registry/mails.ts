import type { CheckResult } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { printOf } from '../http/letter.ts';
import { batchesMadeAt, declare, registerAll, SITE } from './batches.ts';

batchesMadeAt('2027-04-30T08:00:00Z');

/** One mail, to be sent, passed on and tampered with, and the answer to what becomes of it. */

export const TEXT = [
  'Bonjour Solène,',
  'Comme convenu mardi au siège, je te confirme par écrit les termes de notre accord avec le cabinet, afin que la trésorerie prépare les pièces.',
  'From there on le montant définitif s’élève à 48 200 euros, payable en deux fois, la moitié à la signature et le reste après la remise du rapport final.',
  'Merci de me rappeler demain matin si un point te paraît obscur.',
  'Édouard',
].join('\n\n');

export const HEAD = [
  'From: Édouard Lacombe <e.lacombe@horizon.example>',
  'To: Solène Mercier <s.mercier@horizon.example>',
  'Date: Tue, 09 Mar 2027 18:22:10 +0100',
  'Subject: Accord avec le cabinet',
  'Message-ID: <accord-1@horizon.example>',
];
export const PLAIN = 'Content-Type: text/plain; charset=utf-8';
export const plain = (text = TEXT, head: readonly string[] = HEAD) =>
  [...head, PLAIN, '', text, ''].join('\n');

export interface Part {
  readonly type: string;
  readonly name?: string;
  readonly body: string;
}
export function mixed(parts: readonly Part[], kind = 'mixed'): string {
  const entities = parts.flatMap(({ type, name, body }) => [
    '--b',
    `Content-Type: ${type}; charset=utf-8`,
    ...(name === undefined ? [] : [`Content-Disposition: attachment; ${name}`]),
    '',
    body,
  ]);
  return [
    ...HEAD,
    `Content-Type: multipart/${kind}; boundary=b`,
    '',
    ...entities,
    '--b--',
    '',
  ].join('\n');
}
export const MAIN: Part = { type: 'text/plain', body: TEXT };
export const HTML = TEXT.replaceAll('\n\n', '</p><p>');

export async function judged(
  suspect: string,
  genuine: string,
  name = 's.eml',
): Promise<CheckResult> {
  const registry = createRegistry({
    site: SITE,
    store: memoryStore(),
    clock: () => new Date('2027-04-30T08:00:00Z'),
  });
  await declare(registry);
  await registerAll(registry, [(await printOf(genuine, 'g.eml')).fingerprint]);
  const { fingerprint } = await printOf(suspect, name);
  const { results } = await registry.check({ items: [{ fingerprint }] }, 'reader');
  return results[0] as CheckResult;
}
