import { analyse } from '../../src/client/analyse.ts';

/** A real file with the fingerprint that another runtime computed of it. */
export interface Sample {
  readonly name: string;
  readonly base64: string;
  /** JSON text of the fingerprint and, by part path, of the ordered entries. */
  readonly expected: string;
}

/** JSON text of all that a file's analysis may send, as this runtime computes it. */
export async function fingerprintJson(bytes: Uint8Array, name: string): Promise<string> {
  const pdf = () => import('../../src/extract/pdf.ts').then((module) => module.readPdf);
  const { fingerprint, entries } = await analyse(bytes, { name, pdf });
  const lists = Object.entries(entries).map(([path, list]) => [path, [...list]]);
  return JSON.stringify({ fingerprint, entries: Object.fromEntries(lists) });
}

/** @throws Error naming the first difference between this runtime and the other */
export async function checkSample(sample: Sample): Promise<void> {
  const bytes = Uint8Array.from(atob(sample.base64), (c) => c.charCodeAt(0));
  const found = await fingerprintJson(bytes, sample.name);
  if (found === sample.expected) return;
  const at = [...found].findIndex((c, i) => c !== sample.expected[i]);
  const around = (text: string): string => text.slice(Math.max(0, at - 80), at + 80);
  throw new Error(
    `${sample.name}: at ${at}\n  here  …${around(found)}…\n  there …${around(sample.expected)}…`,
  );
}
