/** What a check request must fulfil beyond its schema. */

import * as z from 'zod';
import type { Fingerprint } from '../fingerprint/profile.ts';
import { CheckRequest, type Fault, MAX_CHECK_ITEMS, MAX_PART_DEPTH } from '../registry/contract.ts';
import { invalid, MAX_FAULTS, parse } from './fault.ts';
import { sift } from './sift.ts';

/** Parts of one item together, as the extractors limit them. */
const MAX_PARTS = 2000;

const Shell = z.strictObject({
  ...CheckRequest.shape,
  items: z.array(z.unknown()).min(1).max(MAX_CHECK_ITEMS),
});

/**
 * Reads a check request, giving up at the first faulty items.
 *
 * @throws HttpProblem `validation_failed`
 */
export function readSuspects(body: unknown): CheckRequest {
  const { items } = parse(Shell, body);
  const found: Fault[] = [];
  for (const [i, item] of items.entries()) {
    const fingerprint = (item as { fingerprint?: unknown } | null)?.fingerprint;
    if (fingerprint !== undefined) found.push(...sift(fingerprint, ['items', i, 'fingerprint']));
    if (found.length >= MAX_FAULTS) break;
  }
  if (found.length > 0) throw invalid(found.slice(0, MAX_FAULTS));
  const request = parse(CheckRequest, body);
  requireSound(request);
  return request;
}

/**
 * @throws HttpProblem `validation_failed` for an id used twice (two results could not be told
 *   apart) and for parts nested too deeply or too many
 */
export function requireSound(request: CheckRequest): void {
  const found: Fault[] = [];
  const seen = new Map<string, number>();
  for (const [i, item] of request.items.entries()) {
    const before = item.id === undefined ? undefined : seen.get(item.id);
    if (before !== undefined) {
      found.push({ pointer: `/items/${i}/id`, detail: `the same id as /items/${before}` });
    } else if (item.id !== undefined) seen.set(item.id, i);
    if ('fingerprint' in item) {
      const fault = partsFault(item.fingerprint);
      if (fault) found.push({ pointer: `/items/${i}/fingerprint/parts`, detail: fault });
    }
    if (found.length >= MAX_FAULTS) break;
  }
  if (found.length > 0) throw invalid(found);
}

/** What is wrong with the parts of a fingerprint, which a schema does not see; null for nothing. */
export function partsFault(whole: Fingerprint): string | null {
  let level: readonly Fingerprint[] = whole.parts;
  let count = 0;
  for (let depth = 1; level.length > 0; depth++) {
    count += level.length;
    if (depth > MAX_PART_DEPTH) return `parts nest more than ${MAX_PART_DEPTH} deep`;
    if (count > MAX_PARTS) return `more than ${MAX_PARTS} parts`;
    level = level.flatMap((part) => part.parts);
  }
  return null;
}
