/** Pages over a registry that gives one canned answer. */
import type { CheckAnswer, CheckRequest } from '../../src/registry/contract.ts';
import { pages } from '../../src/web/pages.tsx';
import { CANNED, type CannedKind, CORPORA } from './canned.ts';

const AT = '2031-04-26T09:12:00Z';
export const SHA = 'a'.repeat(64);

export function app(kind: CannedKind, change: (answer: CheckAnswer) => CheckAnswer = (a) => a) {
  const asked: CheckRequest[] = [];
  const served = pages({
    corpora: async () => CORPORA,
    check: async (request) => {
      asked.push(request);
      const results = request.items.map(({ id }) => ({ ...CANNED[kind], id: id ?? null }));
      return change({ results, corpora: { consulted: CORPORA, closed: [] }, at: AT });
    },
  });
  return { served, asked };
}

export const form = (digests: string) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({ digests }).toString(),
});

export const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
