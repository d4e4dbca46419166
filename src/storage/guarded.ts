import { RegistryError } from '../registry/errors.ts';
import { failureLine } from '../registry/failure-line.ts';

/**
 * D1 gives a query up after 30 s and our clients a request after 60 s. A call that takes longer than this
 * is told as failed while its caller still listens; every write may be repeated.
 */
export const STORAGE_LIMIT_MS = 50_000;
/** Seconds: D1 and Durable Objects that were restarted answer again within a few. */
const RETRY_AFTER = 5;

type Calls<T> = {
  [K in keyof T]: T[K] extends ((...args: never[]) => Promise<unknown>) | undefined ? T[K] : never;
};

/**
 * The same calls, where whatever the platform throws, and whatever takes too long, is the one error that a
 * caller may repeat. What is behind an answer that never came is not known: the call may have
 * done its work.
 *
 * @returns methods that throw RegistryError `storage_failed` besides their own
 */
export function guarded<T extends Calls<T>>(inner: T, limitMs = STORAGE_LIMIT_MS): T {
  const outer: Partial<Record<keyof T, unknown>> = {};
  for (const name of Object.keys(inner) as (keyof T & string)[]) {
    const call = inner[name] as ((...args: never[]) => Promise<unknown>) | undefined;
    if (call) outer[name] = (...args: never[]) => within(call.apply(inner, args), limitMs, name);
  }
  return outer as T;
}

async function within<R>(work: Promise<R>, limitMs: number, name: string): Promise<R> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('out of time')), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (error instanceof RegistryError) throw error;
    console.error(failureLine('storage', error, { call: name }));
    throw new RegistryError(
      'storage_failed',
      'The storage of the registry failed or was too slow. Nothing can be concluded; the very same request may be sent again.',
      [],
      RETRY_AFTER,
    );
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
}
