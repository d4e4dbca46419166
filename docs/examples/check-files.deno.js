// deno run --allow-read --allow-net --allow-env=EMPREINTE_SERVER,EMPREINTE_TOKEN check-files.deno.js FILE…
import { ApiError, Empreinte } from 'empreinte';

const registry = new Empreinte({
  server: Deno.env.get('EMPREINTE_SERVER') ?? 'http://127.0.0.1:8787',
  token: Deno.env.get('EMPREINTE_TOKEN'),
});

async function* files() {
  for (const name of Deno.args) yield { name, data: (await Deno.open(name)).readable };
}

try {
  for await (const { name, verdict, grade, shows } of registry.checkMany(files())) {
    console.log([verdict, grade ?? '-', name, shows].join('\t'));
  }
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  console.error(`${error.code}: ${error.detail}`);
  Deno.exitCode = 2;
}
