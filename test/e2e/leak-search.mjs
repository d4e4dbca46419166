/**
 * Looks for pieces of a file in what a page has sent: any run of 32 bytes, as it is or in
 * base64. Windows are compared by a rolling hash and hits confirmed byte for byte.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const RUN = 32;
/** 24 bytes in base64, wherever they start in the file. */
const RUN_BASE64 = 32;

/** Hashes of every window of `bytes`, with the places of each. */
function windowsOf(bytes, size) {
  const places = new Map();
  each(bytes, size, (hash, at) => {
    if (!places.has(hash)) places.set(hash, at);
  });
  return places;
}

/** Calls back with the polynomial hash (base 31, modulo 2^32) of each window. */
function each(bytes, size, found) {
  if (bytes.length < size) return;
  let top = 1;
  for (let i = 1; i < size; i++) top = Math.imul(top, 31);
  let hash = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (i >= size) hash = (hash - Math.imul(bytes[i - size], top)) | 0;
    hash = (Math.imul(hash, 31) + bytes[i]) | 0;
    if (i >= size - 1) found(hash, i - size + 1);
  }
}

/** @returns the first piece of `file` found in `sent`, or null */
export function findLeak(sent, file) {
  const windows = windowsOf(sent, RUN);
  let leak = null;
  const look = (bytes, size, encoding) =>
    each(bytes, size, (hash, at) => {
      if (leak !== null) return;
      const place = windows.get(hash);
      if (place === undefined) return;
      const piece = bytes.subarray(at, at + size);
      if (sent.includes(piece)) leak = { encoding, at, piece: piece.toString('latin1') };
    });
  look(file, RUN, 'raw');
  for (let shift = 0; shift < 3; shift++) {
    for (const encoding of ['base64', 'base64url']) {
      look(Buffer.from(file.subarray(shift).toString(encoding)), RUN_BASE64, encoding);
    }
  }
  return leak;
}

/**
 * The bytes of a request body that could hold a file. Media types are taken out, since an
 * OpenDocument file spells its own (checked to be one).
 */
export function searchable(body) {
  const text = body.toString('latin1').replace(/"type":"([^"]*)"/g, (whole, type) => {
    return /^[a-z]+\/[a-z0-9.+-]{1,80}$/.test(type) ? '"type":""' : whole;
  });
  return Buffer.from(text, 'latin1');
}

/** What every run must satisfy, whatever it checked. */
export function assertNothingLeft({ requests, errors }, sentFiles) {
  const server = process.env.EMPREINTE_TEST_SERVER;
  assert.deepEqual(errors, []);
  assert.deepEqual(
    requests.map(({ url }) => new URL(url).origin).filter((origin) => origin !== server),
    [],
  );
  const withBody = requests.filter(({ body }) => body.length > 0);
  assert.deepEqual(
    withBody.filter(({ url, method, type }) => {
      return url !== `${server}/v1/check` || method !== 'POST' || type !== 'application/json';
    }),
    [],
  );
  const sent = searchable(Buffer.concat(withBody.map(({ body }) => body)));
  const urls = Buffer.from(requests.map(({ url }) => url).join('\n'));
  assert.ok(sent.length > 0, 'something was asked');
  for (const path of sentFiles) {
    const bytes = readFileSync(path);
    const name = path.split('/').at(-1);
    assert.equal(findLeak(sent, bytes), null, `bytes of ${name} left the browser`);
    assert.ok(!sent.includes(name) && !urls.includes(name), `the name ${name} left the browser`);
  }
}

/** Runs in the page: all that its database holds, as JSON. */
async function databaseText() {
  const wait = (request) =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  const all = {};
  for (const { name } of await indexedDB.databases()) {
    const db = await wait(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      all[`${name}/${store}`] = await wait(db.transaction(store).objectStore(store).getAll());
    }
    db.close();
  }
  return JSON.stringify(all, (_, value) => {
    if (value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      return 'BINARY';
    }
    // Fingerprints stand there as JSON, whose quotes would be written twice.
    return typeof value === 'string' && value.startsWith('{"profile":') ? JSON.parse(value) : value;
  });
}

/**
 * Names, fingerprints and answers are all that stays in the browser: no piece of a file.
 *
 * @returns what is kept, as JSON
 */
export async function assertNoFileKept(page, paths) {
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }));
  assert.deepEqual(kept, { local: 0, session: 0, cookies: '', databases: ['empreinte'] });
  const text = await page.evaluate(databaseText);
  assert.ok(!text.includes('BINARY'), 'a file or its bytes stand in the database');
  const bytes = searchable(Buffer.from(text));
  for (const path of paths) assert.equal(findLeak(bytes, readFileSync(path)), null, path);
  return text;
}

/**
 * Until the caches are gone, which takes a busy machine a while; `waitForFunction` does not wait for
 * what an asynchronous function answers.
 */
export async function cachesGone(page) {
  const deadline = Date.now() + 60_000;
  while ((await page.evaluate(async () => (await caches.keys()).length)) > 0) {
    assert.ok(Date.now() < deadline, 'the caches are still there after a minute');
    await page.waitForTimeout(100);
  }
}

/** Nothing at all stays in the browser. */
export async function assertNothingKept(page) {
  const kept = await page.evaluate(async () => ({
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  assert.deepEqual(kept, {
    local: 0,
    session: 0,
    cookies: '',
    databases: 0,
    caches: 0,
    workers: 0,
  });
}
