// node check-files.mjs FILE…       asks the registry of EMPREINTE_SERVER about each file
import { openAsBlob } from 'node:fs';
import { ApiError, Empreinte } from 'empreinte';

const registry = new Empreinte({
  server: process.env.EMPREINTE_SERVER ?? 'http://127.0.0.1:8787',
  token: process.env.EMPREINTE_TOKEN,
});

async function* files() {
  for (const name of process.argv.slice(2)) yield { name, data: await openAsBlob(name) };
}

try {
  for await (const { name, verdict, grade, shows } of registry.checkMany(files())) {
    console.log([verdict, grade ?? '-', name, shows].join('\t'));
  }
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  console.error(`${error.code}: ${error.detail}`);
  process.exitCode = 2;
}
