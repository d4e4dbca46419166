import type { Fault } from '../registry/contract.ts';
import type { ApiError } from './api-error.ts';

/**
 * Which items of a call the registry would not take, with the first fault of each, its pointer
 * (RFC 6901) beginning within the item. A problem document names at most 20 faults, so the
 * others may hold more.
 *
 * @param count items of the call
 * @returns nothing where the refusal names no item of the call
 */
export function refusedItems(error: ApiError, count: number): ReadonlyMap<number, Fault> {
  const refused = new Map<number, Fault>();
  if (error.status !== 422) return refused;
  for (const { pointer, detail } of error.errors) {
    const [, digits, rest = ''] = /^\/items\/(\d{1,6})(\/.*)?$/s.exec(pointer) ?? [];
    const index = Number(digits ?? Number.NaN);
    if (index < count && !refused.has(index)) refused.set(index, { pointer: rest, detail });
  }
  return refused;
}
