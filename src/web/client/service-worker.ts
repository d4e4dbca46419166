/**
 * Three listeners that keep the page usable without a network. The pages come from the network
 * while there is one; scripts, style and worker come from the cache of one build, so that the
 * pieces of two builds never meet. A new build waits until no page of the old one is open.
 */

/** Put in place of these names by the build: a digest of the files, and their paths. */
declare const BUILD: string;
declare const FILES: readonly string[];

/** What this file uses of the service worker's world, which no other file may see. */
interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}
interface Installing extends Waiting {
  /** Of browsers that know it, which as yet is Chromium alone. */
  addRoutes?(rule: {
    readonly condition: { readonly requestMethod: string };
    readonly source: 'network';
  }): Promise<void>;
}
interface Fetching {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface ServiceWorkerScope {
  addEventListener(kind: 'install', listener: (event: Installing) => void): void;
  addEventListener(kind: 'activate', listener: (event: Waiting) => void): void;
  addEventListener(kind: 'fetch', listener: (event: Fetching) => void): void;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
}

const scope = globalThis as unknown as ServiceWorkerScope;
const CACHE = `empreinte-${BUILD}`;
const PAGES = ['/fr', '/en', '/fr/verifier', '/en/verify'];
/** A network that hangs is no network, milliseconds. */
const PAGE_TIMEOUT_MS = 8000;

scope.addEventListener('install', (event) => {
  // What the page asks is not for this worker, which would hold each request, 50 MB of 20,000 mails', until it is collected.
  void event.addRoutes?.({ condition: { requestMethod: 'POST' }, source: 'network' });
  event.waitUntil(
    caches.open(CACHE).then((cache) =>
      // Not from the browser's own cache, which may hold files of another build.
      cache.addAll([...PAGES, ...FILES].map((path) => new Request(path, { cache: 'reload' }))),
    ),
  );
});

scope.addEventListener('activate', (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await scope.clients.claim();
  };
  event.waitUntil(clean());
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== scope.location.origin) return;
  if (PAGES.includes(pathname)) event.respondWith(pageOf(request, pathname));
  else if (FILES.includes(pathname)) event.respondWith(fileOf(request, pathname));
});

async function pageOf(request: Request, pathname: string): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) });
  } catch (error) {
    const kept = await keptFile(pathname);
    if (kept === undefined) throw error;
    return kept;
  }
}

async function fileOf(request: Request, pathname: string): Promise<Response> {
  return (await keptFile(pathname)) ?? fetch(request);
}

/** To open a cache is to make it, also after the reader had it erased. */
function keptFile(pathname: string): Promise<Response | undefined> {
  return caches.match(pathname, { cacheName: CACHE });
}
