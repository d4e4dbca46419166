import type { Catalogue, Language } from '../locales/index.ts';

/** Each language is a script of its own: nobody loads both. */
export async function localeOf(language: Language): Promise<Catalogue> {
  return language === 'en'
    ? (await import('../locales/en.ts')).en
    : (await import('../locales/fr.ts')).fr;
}
