/**
 * A registry on this machine: secrets, database, server and demo corpus. `npm start` and
 * the end-to-end tests use the same steps, with different folders for their state.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export const DEMO_CORPUS = {
  id: 'demo',
  title: 'Horizon commun 2027 (fictional campaign, for demonstration)',
  registrant: 'Campagne Horizon commun (fictive)',
  coverage:
    'Demonstration only. Covers the campaign mailboxes presse@ and tresorerie@ and the shared folder Contrats, 1 January to 30 April 2027; not the private mail of the staff. / Démonstration seulement. Couvre les boîtes presse@ et tresorerie@ et le dossier partagé Contrats, du 1er janvier au 30 avril 2027 ; pas le courrier privé des équipes.',
  policy: 'public',
};

/** Wrangler would otherwise look up this machine's place and report its use. */
const QUIET = {
  // The project's own programs come first, Node among them, however the script was started.
  PATH: [resolve('node_modules/.bin'), process.env.PATH].join(delimiter),
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  DO_NOT_TRACK: '1',
};

const sha256 = (value) => createHash('sha256').update(value).digest('hex');

/**
 * Secrets of a local registry; made once with fresh random keys, then read.
 *
 * @param {string} file path of the `.dev.vars` to use
 * @param {string} state folder for what only the local operator holds
 * @returns {{adminToken: string, registrarToken: string, keyFile: string}}
 */
export function localSecrets(file, state, origin) {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const tokens = join(state, 'tokens.json');
  if (!existsSync(tokens)) {
    const made = {
      adminToken: randomBytes(32).toString('hex'),
      registrarToken: randomBytes(32).toString('hex'),
    };
    writeFileSync(tokens, JSON.stringify(made), { mode: 0o600 });
  }
  const { adminToken, registrarToken } = JSON.parse(readFileSync(tokens, 'utf8'));
  if (!existsSync(file)) {
    const text = readFileSync('.dev.vars.example', 'utf8')
      .replaceAll('RANDOM_32_BYTES_BASE64', () => randomBytes(32).toString('base64'))
      .replaceAll('ED25519_PKCS8_BASE64', signingKey)
      .replace('ADMIN_TOKEN_SHA256_HEX', sha256(adminToken))
      .replace(/^ORIGIN=.*$/m, `ORIGIN="${origin}"`);
    writeFileSync(file, text, { mode: 0o600 });
  } else if (!readFileSync(file, 'utf8').includes(sha256(adminToken))) {
    throw new Error(
      `${file} names another admin token than ${tokens}: remove both to start afresh, or set ADMIN_TOKEN_SHA256="${sha256(adminToken)}" in ${file}.`,
    );
  }
  // From before the log and receipts had keys.
  for (const name of ['LOG_KEYS', 'RECEIPT_KEYS']) {
    if (readFileSync(file, 'utf8').includes(`\n${name}=`)) continue;
    appendFileSync(file, `\n${name}="${signingKey()}"\n`);
  }
  return { adminToken, registrarToken, keyFile: join(state, 'registrar_ed25519') };
}

/** A new Ed25519 private key, PKCS #8 in base64. */
function signingKey() {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
}

/** Applies D1 migrations unless these very files were applied to this state before. */
export function migrate(persistTo) {
  const files = globSync('schema/migrations/*.sql').sort();
  const stamp = sha256(files.map((file) => readFileSync(file, 'utf8')).join('\0'));
  const stampFile = join(persistTo, 'migrated');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const { status, stdout, stderr } = spawnSync(
    'wrangler',
    ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', persistTo],
    { env: { ...process.env, ...QUIET, CI: 'true' }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The database could not be set up:\n${stdout}${stderr}`);
  writeFileSync(stampFile, stamp);
}

/**
 * Starts the Worker on 127.0.0.1 and waits until it answers.
 *
 * @returns {Promise<{origin: string, pid: number, ended: Promise<unknown>, stop(): Promise<void>}>}
 */
export async function serve({ port, persistTo, vars, log }) {
  const args = ['dev', '--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'];
  const child = spawn('wrangler', [...args, '--persist-to', persistTo, '--env-file', vars], {
    env: { ...process.env, ...QUIET, CI: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-20_000);
      log?.(String(chunk));
    });
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let exited = false;
  ended.then(() => {
    exited = true;
  });
  const origin = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 120_000;
  for (;;) {
    if (exited) throw new Error(`The server stopped at start:\n${output}`);
    const answer = await fetch(`${origin}/healthz`).catch(() => null);
    if (answer?.ok) break;
    if (Date.now() > deadline) {
      child.kill('SIGINT');
      const body = answer ? `${answer.status} ${await answer.text()}\n` : '';
      throw new Error(`The server did not come up in two minutes:\n${body}${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  const stop = async () => {
    child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(late);
  };
  return { origin, stop, ended, pid: child.pid };
}

async function put(origin, path, token, body) {
  const answer = await fetch(origin + path, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`PUT ${path}: ${answer.status} ${await answer.text()}`);
}

export function cli(args, env = {}) {
  return spawnSync(process.execPath, ['dist/cli/empreinte.js', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Declares the demo corpus and registers its documents as any registrar would. */
export async function registerDemo(origin, secrets, folder = 'demo/genuine') {
  const { corpora } = await (await fetch(`${origin}/v1/corpora`)).json();
  const documents = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((f) =>
    f.isFile(),
  );
  const known = corpora.find((corpus) => corpus.id === DEMO_CORPUS.id)?.records ?? 0;
  if (known >= documents.length) return { registered: 0, known };
  const { id, ...corpus } = DEMO_CORPUS;
  await put(origin, `/v1/corpora/${id}`, secrets.adminToken, corpus);
  if (!existsSync(secrets.keyFile)) {
    const made = cli(['keygen', secrets.keyFile]);
    if (made.status !== 0) throw new Error(made.stderr);
  }
  await put(origin, '/v1/registrars/demo', secrets.adminToken, {
    corpus: id,
    name: 'Trésorerie de campagne (fictive)',
    token_sha256: sha256(secrets.registrarToken),
    ssh_key: readFileSync(`${secrets.keyFile}.pub`, 'utf8').trim(),
  });
  const run = cli(
    ['register', folder, '--corpus', id, '--json', '--server', origin, '--key', secrets.keyFile],
    { EMPREINTE_TOKEN: secrets.registrarToken },
  );
  const results = run.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const failed = results.filter((result) => result.status === 'failed');
  if (run.status !== 0 || failed.length > 0) {
    throw new Error(`The demo corpus was not registered:\n${run.stderr}${JSON.stringify(failed)}`);
  }
  return { registered: results.filter((r) => r.status === 'registered').length, known };
}
