import { log as en } from './en-log.ts';
import type { Language } from './format.ts';
import { log as fr, type LogWords } from './fr-log.ts';

export type { LogWords } from './fr-log.ts';

/** The words of the auditor's page, apart from the catalogue that every reader loads. */
export function logWords(language: Language): LogWords {
  return language === 'en' ? en : fr;
}
