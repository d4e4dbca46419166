import { receipt as en } from './en-receipt.ts';
import type { Language } from './format.ts';
import { receipt as fr, type ReceiptWords } from './fr-receipt.ts';

export type { ReceiptWords } from './fr-receipt.ts';

/** The words of a kept receipt's page, apart from the catalogue that every reader loads. */
export function receiptWords(language: Language): ReceiptWords {
  return language === 'en' ? en : fr;
}
