import { SERVICE_WORKER_URL, scriptUrl } from './trusted.ts';

/**
 * The service worker that lets the page go on without a network, and word of when it has all it
 * needs. It holds this site's own files, nothing of the reader's.
 */
const listeners = new Set<() => void>();
let ready = false;

/** Whether files can be read with the network off, from now on. */
export const readyOffline = (): boolean => ready;

export function whenReadyOffline(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function startOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  const look = () => {
    // One that controls the page has filled its cache: it waits with both for that.
    if (navigator.serviceWorker.controller === null) return;
    ready = true;
    for (const listener of listeners) listener();
  };
  navigator.serviceWorker.addEventListener('controllerchange', look);
  // A page that one controls from the start need not wait for anything.
  look();
  const register = () =>
    navigator.serviceWorker
      .register(scriptUrl(SERVICE_WORKER_URL))
      .then(look)
      // A private window may allow none; the page then needs the network, and does not say else.
      .catch((error) => console.info(error));
  // What it fetches must not get in the way of what the reader waits for.
  if (document.readyState === 'complete') void register();
  else addEventListener('load', () => void register());
}

/** Takes the service worker and its files out of this browser, until the next visit. */
export async function forgetOffline(): Promise<void> {
  ready = false;
  for (const listener of listeners) listener();
  if ('serviceWorker' in navigator) {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  }
  if ('caches' in globalThis) for (const name of await caches.keys()) await caches.delete(name);
}
