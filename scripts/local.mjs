/**
 * A registry on this machine: secrets, database, server and demo corpus. `npm start` and
 * the end-to-end tests use the same steps, with different folders for their state.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export const DEMO_CORPUS = {
  id: 'demo',
  /** Of its registrar. */
  name: 'Trésorerie de campagne (fictive)',
  title: 'Horizon commun 2027 (fictional campaign, for demonstration)',
  registrant: 'Campagne Horizon commun (fictive)',
  coverage:
    'Demonstration only. Covers the campaign mailboxes presse@ and tresorerie@ and the shared folder Contrats, 1 January to 30 April 2027; not the private mail of the staff. / Démonstration seulement. Couvre les boîtes presse@ et tresorerie@ et le dossier partagé Contrats, du 1er janvier au 30 avril 2027 ; pas le courrier privé des équipes.',
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
 * Secrets of a local registry; made once with fresh random keys, then read. Needs the build.
 *
 * @param {string} file path of the `.dev.vars` to use
 * @param {string} state folder for what only the local operator holds
 * @returns {{state: string, bootstrapToken: string, made: boolean, keyFile: string, tokenFile: string}}
 *   with the files of the registrar's key and token, which `declareCorpus` makes
 */
export function localSecrets(file, state, origin) {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const tokenFile = join(state, 'bootstrap.token');
  const made = !existsSync(tokenFile);
  if (made) {
    const { stdout, stderr } = run(['admin', 'secrets']);
    const token = /emp_bootstrap_\w+/.exec(stderr)?.[0] ?? '';
    const values = new Map([...stdout.matchAll(/^(\w+)="(.*)"$/gm)].map(([, k, v]) => [k, v]));
    // Keys that records stand under are never replaced.
    const text = existsSync(file)
      ? readFileSync(file, 'utf8').replace(/^(?:ADMIN|BOOTSTRAP)_TOKEN_SHA256=.*\n/gm, '')
      : readFileSync('.dev.vars.example', 'utf8').replace(/^ORIGIN=.*$/m, `ORIGIN="${origin}"`);
    const filled = text.replace(
      /^(\w+)="IN_CAPITALS"$/gm,
      (_line, name) => `${name}="${values.get(name)}"`,
    );
    const digest = `BOOTSTRAP_TOKEN_SHA256="${values.get('BOOTSTRAP_TOKEN_SHA256')}"\n`;
    const whole = filled.includes('BOOTSTRAP_TOKEN_SHA256=') ? filled : filled + digest;
    writeFileSync(file, whole, { mode: 0o600 });
    writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
  }
  const bootstrapToken = readFileSync(tokenFile, 'utf8').trim();
  if (!readFileSync(file, 'utf8').includes(sha256(bootstrapToken))) {
    throw new Error(
      `${file} names another bootstrap token than ${tokenFile}: remove both and .wrangler to start afresh.`,
    );
  }
  // From before the log and receipts had keys.
  for (const name of ['LOG_KEYS', 'RECEIPT_KEYS']) {
    if (readFileSync(file, 'utf8').includes(`\n${name}=`)) continue;
    const key = run(['admin', 'secrets'])
      .stdout.split('\n')
      .find((line) => line.startsWith(name));
    appendFileSync(file, `\n${key}\n`);
  }
  return {
    state,
    bootstrapToken,
    made,
    keyFile: join(state, 'registrar_ed25519'),
    tokenFile: join(state, 'registrar.token'),
  };
}

/**
 * Applies D1 migrations unless these very files were applied to this state before. A state made
 * before, named by EMPREINTE_MIGRATED, is copied: that takes seconds less.
 */
export function migrate(persistTo) {
  const made = process.env.EMPREINTE_MIGRATED;
  if (made && !existsSync(persistTo)) cpSync(made, persistTo, { recursive: true });
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
 * @param {{port: number, persistTo: string, vars: string, log?: (text: string) => void, restoring?: boolean}} options
 *   `restoring`: its settings say that a backup is restored into it, so that it answers nothing else
 * @returns {Promise<{origin: string, pid: number, ended: Promise<unknown>, stop(): Promise<void>}>}
 */
export async function serve({ port, persistTo, vars, log, restoring = false }) {
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
    if (answer?.ok || (restoring && answer?.status === 503)) break;
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

export function cli(args, env = {}) {
  return spawnSync(process.execPath, ['dist/cli/empreinte.js', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** A command that must end with 0. */
function run(args, env = {}) {
  const done = cli(args, env);
  if (done.status !== 0) throw new Error(`empreinte ${args.join(' ')}:\n${done.stderr}`);
  return done;
}

/**
 * Names this machine's operator as the one keyholder, as any operator would: a key, the bootstrap
 * token, then an admin token in a file. The paper code is kept beside it, for it is a demonstration.
 *
 * @returns {string} file of the admin token
 */
export function bootstrapLocal(origin, { state, bootstrapToken }) {
  const key = join(state, 'admin_ed25519');
  const tokenFile = join(state, 'admin.token');
  if (existsSync(tokenFile)) return tokenFile;
  if (!existsSync(key)) run(['keygen', key, '--comment', 'operator']);
  const holder = ['--holder', `Local operator=${key}.pub`, '--save-token', tokenFile];
  const { stderr } = run(['admin', 'bootstrap', '--server', origin, '--key', key, ...holder], {
    EMPREINTE_TOKEN: bootstrapToken,
  });
  const code = /[A-Z2-7]{5}(?:-[A-Z2-7]{5}){4}/.exec(stderr)?.[0] ?? '';
  writeFileSync(join(state, 'paper-code.txt'), `${code}\n`, { mode: 0o600 });
  return tokenFile;
}

/** Declares a corpus and its one registrar, and makes the registrar's key and token. */
export function declareCorpus(origin, secrets, { id, title, registrant, coverage, name }) {
  const { tokenFile, keyFile } = secrets;
  if (existsSync(tokenFile)) return;
  const adminToken = bootstrapLocal(origin, secrets);
  if (!existsSync(keyFile)) run(['keygen', keyFile]);
  const at = ['--server', origin, '--token-file', adminToken];
  const about = ['--title', title, '--registrant', registrant, '--coverage', coverage];
  run(['admin', 'corpus', 'put', id, ...about, ...at]);
  const operator = ['--key', join(secrets.state, 'admin_ed25519')];
  const whose = ['--corpus', id, '--name', name, '--public-key', `${keyFile}.pub`];
  run(['admin', 'registrar', 'add', id, ...whose, ...operator, ...at]);
  const token = ['--scope', 'registrar', '--registrar', id, '--name', 'this machine'];
  const { stdout } = run(['admin', 'token', 'create', ...token, ...at]);
  writeFileSync(tokenFile, stdout, { mode: 0o600 });
}

/** Sets the registry up and registers the demo corpus as any registrar would. */
export async function registerDemo(origin, secrets, folder = 'demo/genuine') {
  const { corpora } = await (await fetch(`${origin}/v1/corpora`)).json();
  const documents = globSync('**/*', { cwd: folder, withFileTypes: true }).filter((f) =>
    f.isFile(),
  );
  const { id } = DEMO_CORPUS;
  const known = corpora.find((corpus) => corpus.id === id)?.records ?? 0;
  if (known >= documents.length) return { registered: 0, known };
  declareCorpus(origin, secrets, DEMO_CORPUS);
  const done = cli([
    ...['register', folder, '--corpus', id, '--json', '--server', origin],
    ...['--key', secrets.keyFile, '--token-file', secrets.tokenFile],
  ]);
  const results = done.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const failed = results.filter((result) => result.status === 'failed');
  if (done.status !== 0 || failed.length > 0) {
    throw new Error(`The demo corpus was not registered:\n${done.stderr}${JSON.stringify(failed)}`);
  }
  return { registered: results.filter((r) => r.status === 'registered').length, known };
}
