import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type Limits, LOCAL_LIMITS } from '../../src/extract/limits.ts';
import { type Context, ExtractError, type Extracted } from '../../src/extract/reader.ts';
import type { Document } from '../../src/fingerprint/document.ts';

/** A context whose parts are leaves, recorded by name. */
export function testContext(limits: Partial<Limits> = {}): Context & { names: (string | null)[] } {
  const names: (string | null)[] = [];
  return {
    limits: { ...LOCAL_LIMITS, ...limits },
    budget: { decompressedBytes: 0, drawnBytes: 0, parts: 0 },
    archiveDepth: 0,
    mailDepth: 0,
    names,
    async nested(bytes, name): Promise<Document> {
      names.push(name);
      return {
        name,
        type: 'application/octet-stream',
        bytes,
        reading: null,
        mail: null,
        parts: [],
        problem: null,
      };
    },
  };
}

export function fixture(name: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../fixtures/office/${name}`, import.meta.url)));
}

/** Lines of the only page. */
export function linesOf(extracted: Extracted): string[] {
  return (extracted.reading?.text.pages[0] ?? []).map((line) => line.text);
}

/** Words of the only page, as a plain-text export would show them. */
export function wordsOf(extracted: Extracted): string[] {
  return toWords(linesOf(extracted).join('\n'));
}

export function toWords(text: string): string[] {
  return text.split(/[\s\u00a0\u202f]+/u).filter((word) => word !== '');
}

/** Asserts that a read fails with a coded error, and with which code. */
export async function expectProblem(read: () => unknown, problem: string): Promise<void> {
  let thrown: unknown = 'nothing was thrown';
  try {
    await read();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(ExtractError);
  expect((thrown as ExtractError).problem).toBe(problem);
}
