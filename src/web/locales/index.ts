import { en } from './en.ts';
import type { Language } from './format.ts';
import { type Catalogue, fr } from './fr.ts';

export type { Language } from './format.ts';
export type { Catalogue } from './fr.ts';
export type { Noun, Wrapped } from './fr-verdict.ts';

export const LANGUAGES: readonly Language[] = ['fr', 'en'];

export function catalogue(language: Language): Catalogue {
  return language === 'en' ? en : fr;
}

/**
 * The language a reader prefers among ours, from an `Accept-Language` header; French
 * when it names neither (RFC 9110, 12.5.4: weights from 0 to 1, 1 when left out).
 */
export function preferred(header: string | undefined): Language {
  let best: Language = 'fr';
  let bestWeight = 0;
  for (const range of (header ?? '').split(',').slice(0, 50)) {
    const [tag = '', ...parameters] = range.split(';').map((piece) => piece.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    const language = LANGUAGES.find((one) => tag === one || tag.startsWith(`${one}-`));
    if (language !== undefined && weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
}
