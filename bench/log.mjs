/**
 * How long an offline proof is in a log of a million entries, and how long it takes to verify one, in
 * Node and in Chromium, signatures and all. Beside it, how fast entries become tiles in memory.
 *
 * `node bench/log.mjs [ENTRIES]`
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import * as esbuild from 'esbuild';
import { createLogClient, verifyEntry } from '../src/client/log.ts';
import { signCheckpoint } from '../src/tlog/checkpoint.ts';
import { COSIGNATURE, ED25519, formatVerifierKey, pkcs8Signer } from '../src/tlog/key.ts';
import { encodeLeaf, statementCommitment } from '../src/tlog/leaf.ts';
import { memoryTiles } from '../src/tlog/memory-tiles.ts';
import { cosignNote, formatSignature, parseNote } from '../src/tlog/note.ts';
import { parsePolicy } from '../src/tlog/policy.ts';
import { parseTilePath } from '../src/tlog/tile.ts';
import { launchChromium } from '../test/e2e/chromium.mjs';
import { tell } from './table.mjs';

const ENTRIES = Number(process.argv[2] ?? 1_000_000);
const RUNS = 200;
const BATCH = 500;

const freshSigner = (name, type) => {
  const { privateKey } = generateKeyPairSync('ed25519');
  return pkcs8Signer(name, type, privateKey.export({ format: 'der', type: 'pkcs8' }));
};
const log = await freshSigner('registre.example/log', ED25519);
const witnesses = await Promise.all(
  ['un', 'deux', 'trois'].map((name) => freshSigner(`temoin.example/${name}`, COSIGNATURE)),
);
const policyText = [
  `log ${formatVerifierKey(log.key)}`,
  ...witnesses.map(({ key }, i) => `witness w${i} ${formatVerifierKey(key)}`),
  'group all 3 w0 w1 w2',
  'quorum all',
].join('\n');

const statement = JSON.stringify({ record: 'rec_b5mnq3xw7kzd2tfhy4lcr6avoe' });
const salt = randomBytes(32);
const commitment = statementCommitment('register', salt, statement);
const stated = {
  ...{ statement, salt: salt.toString('hex') },
  leaf: { type: 'register', commitment },
};
const at = Math.floor(ENTRIES / 3);
const tiles = memoryTiles();
const start = performance.now();
for (let size = 0; size < ENTRIES; size += BATCH) {
  tiles.append(
    Array.from({ length: Math.min(BATCH, ENTRIES - size) }, (_, i) =>
      encodeLeaf(
        size + i === at
          ? { ...stated.leaf, time: Date.now() }
          : { type: 'register', time: Date.now(), commitment: randomBytes(32) },
      ),
    ),
  );
}
const seconds = (performance.now() - start) / 1000;
console.log(`${ENTRIES} entries, ${BATCH} at a time: ${Math.round(ENTRIES / seconds)} a second`);

let checkpoint = await signCheckpoint(tiles.head(), log);
for (const witness of witnesses) {
  checkpoint += formatSignature(
    await cosignNote(parseNote(checkpoint).text, witness, 1_808_472_700),
  );
}
const answer = async (address) => {
  const path = String(address).replace('https://registre.example/log/', '');
  return new Response(path === 'checkpoint' ? checkpoint : tiles.read(parseTilePath(path)));
};
const client = createLogClient({
  url: 'https://registre.example/log',
  policy: parsePolicy(policyText),
  fetch: answer,
});
const proof = await client.prove({ ...stated, index: at });
console.log(`proof with three cosignatures: ${Buffer.byteLength(proof)} bytes`);

/** Median and slowest of the runs, ms; the first pays for compiling. */
async function measure(verify, runs) {
  const times = [];
  for (let i = 0; i < runs; i++) {
    const begin = performance.now();
    await verify();
    times.push(performance.now() - begin);
  }
  const [first] = times;
  times.sort((a, b) => a - b);
  return { first, median: times[Math.floor(runs / 2)], slowest: times[runs - 1] };
}

function print(where, { first, median, slowest }) {
  console.log(
    `verify in ${where}: median ${median.toFixed(2)} ms, first ${first.toFixed(2)}, slowest ${slowest.toFixed(2)}`,
  );
  tell({
    question: `verify a proof offline in a log of ${ENTRIES}, ${where}`,
    ours: `${median.toFixed(2)} ms, slowest ${slowest.toFixed(2)}`,
  });
}
const policy = parsePolicy(policyText);
print('Node', await measure(() => verifyEntry(proof, stated, policy), RUNS));

const { outputFiles } = await esbuild.build({
  stdin: {
    contents: `export { verifyEntry } from './src/client/log.ts';
      export { parsePolicy } from './src/tlog/policy.ts';`,
    resolveDir: process.cwd(),
    loader: 'ts',
  },
  bundle: true,
  write: false,
  format: 'iife',
  globalName: 'log',
  target: 'es2023',
  minify: true,
});
// WebCrypto's signatures are there in secure contexts only, and 127.0.0.1 is one.
const server = createServer((_, response) => {
  response.setHeader('content-type', 'text/html');
  response.end('<!doctype html><title>bench</title>');
}).listen(0, '127.0.0.1');
const browser = await launchChromium();
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.addScriptTag({ content: outputFiles[0].text });
  await page.addScriptTag({ content: `globalThis.measure = ${measure}` });
  const found = await page.evaluate(
    async ({ proof, stated, policyText, runs }) => {
      const { verifyEntry, parsePolicy } = globalThis.log;
      const policy = parsePolicy(policyText);
      const shown = await verifyEntry(proof, stated, policy);
      if (!shown.witnessed) throw new Error('not witnessed');
      return globalThis.measure(() => verifyEntry(proof, stated, policy), runs);
    },
    { proof, stated: { statement: stated.statement, salt: stated.salt }, policyText, runs: RUNS },
  );
  print('Chromium', found);
  console.log(`code in the page: ${outputFiles[0].contents.length} bytes minified`);
} finally {
  await browser.close();
  server.close();
}
