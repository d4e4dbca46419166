/** Which runs are open in a tab of this browser: each holds a lock as long as it is. */
const PREFIX = 'empreinte/';

/** @returns ends it; null where the browser has no locks, so that nobody can tell */
export function holdRun(run: string): (() => void) | null {
  if (typeof navigator === 'undefined' || navigator.locks === undefined) return null;
  const ended = new AbortController();
  const end = new Promise<void>((resolve) => {
    ended.signal.addEventListener('abort', () => resolve());
  });
  navigator.locks.request(`${PREFIX}${run}`, () => end).catch((error) => console.warn(error));
  return () => ended.abort();
}

export async function openRuns(): Promise<Set<string>> {
  const { held = [], pending = [] } = await navigator.locks.query();
  return new Set([...held, ...pending].map(({ name = '' }) => name.slice(PREFIX.length)));
}
