/** A registry of its own for tests that kill it, and folders of small files to send to it. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { declareCorpus, localSecrets, migrate, serve } from '../../scripts/local.mjs';

export const CORPUS = 'killed';
export const PROGRAM = resolve('dist/cli/empreinte.js');

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Of the day, so that moments differ from run to run; set it to see a failure again. */
export function seedOf(name) {
  const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
  console.log(`${name}: KILL_SEED=${seed}`);
  return seed;
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Ids of a process and of all that it started, children behind their parents. */
function family(pid) {
  let children = '';
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  } catch {
    // It has ended meanwhile.
  }
  return [
    pid,
    ...children
      .split(' ')
      .filter(Boolean)
      .flatMap((one) => family(Number(one))),
  ];
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

/**
 * A registry with one corpus and its registrar, which can be killed and started again.
 *
 * @param {string} scratch folder for its state
 */
export async function registryIn(scratch) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const vars = join(scratch, 'dev.vars');
  const secrets = localSecrets(vars, join(scratch, 'local'), origin);
  const persistTo = join(scratch, 'state');
  migrate(persistTo);
  let server = await serve({ port, persistTo, vars });

  declareCorpus(origin, secrets, {
    id: CORPUS,
    title: 'Of tests',
    registrant: 'Tests',
    coverage: 'Made-up documents.',
    name: 'Tests',
  });

  return {
    origin,
    env: {
      PATH: process.env.PATH,
      HOME: scratch,
      EMPREINTE_SERVER: origin,
      EMPREINTE_TOKEN_FILE: secrets.tokenFile,
      EMPREINTE_KEY: secrets.keyFile,
    },
    /** Kills the Worker's process and wrangler as the kernel would for want of memory. */
    async kill() {
      const { ended, pid } = server;
      for (const one of family(pid).reverse()) kill(one);
      await ended;
    },
    async start({ restoring = false } = {}) {
      const settings = readFileSync(vars, 'utf8').replace(/\nRESTORE=.*\n/, '\n');
      writeFileSync(vars, restoring ? `${settings}\nRESTORE="true"\n` : settings);
      server = await serve({ port, persistTo, vars, restoring });
    },
    /** Everything that the registry keeps; its secrets stay. */
    wipe() {
      rmSync(persistTo, { recursive: true });
      migrate(persistTo);
    },
    admin: join(secrets.state, 'admin.token'),
    bootstrapToken: secrets.bootstrapToken,
    async stop() {
      await server.stop();
    },
    async records() {
      const { corpora } = await (await fetch(`${origin}/v1/corpora`)).json();
      return corpora.find(({ id }) => id === CORPUS).records;
    },
  };
}

const WORDS =
  'la campagne du comité verse une somme au titre de réunion publique salle port affiche tract vote budget compte contrat société mars avril trésorier mandat liste mairie transport repas scène sonorisation assurance devis facture'.split(
    ' ',
  );

/** So many words, in lines. */
export function wordsOf(random, count) {
  const words = Array.from({ length: count }, () => WORDS[Math.floor(random() * WORDS.length)]);
  words.splice(7, 0, String(Math.floor(random() * 1e9)));
  return words.join(' ').replace(/(.{60,75}) /g, '$1\n');
}

/** Writes a mailbox of mails of so many words, no two alike. @returns {string[]} the mails */
export function mailsTo(path, count, random, words = 120) {
  const mails = Array.from(
    { length: count },
    (_, i) =>
      `From: a${i}@campagne.example\nTo: b@campagne.example\nSubject: note ${i}\n` +
      `Message-ID: <${i}.show@campagne.example>\nDate: Tue, 2 Mar 2027 10:00:00 +0100\n` +
      `MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nLa somme ${i} ${wordsOf(random, words)}\n`,
  );
  writeFileSync(path, mails.map((mail) => `From - Tue Mar  2 10:00:00 2027\n${mail}\n`).join(''));
  return mails;
}

/**
 * Writes letters and mails, all different but every tenth, which has the bytes of the one before.
 *
 * @returns {{paths: string[], contents: number}}
 */
export function writeFiles(folder, count, random) {
  mkdirSync(folder, { recursive: true });
  const paths = [];
  let last = '';
  let contents = 0;
  for (let i = 0; i < count; i++) {
    if (i % 10 !== 9) {
      const words = Array.from(
        { length: 120 + Math.floor(random() * 300) },
        () => WORDS[Math.floor(random() * WORDS.length)],
      );
      words.splice(7, 0, String(i), String(Math.floor(random() * 1e9)));
      const text = words.join(' ').replace(/(.{60,75}) /g, '$1\n');
      last =
        i % 3 === 0
          ? `${text}\n`
          : `From: a${i}@campagne.example\nTo: b@campagne.example\nSubject: ${words.slice(0, 4).join(' ')}\n` +
            `Message-ID: <${i}.${Math.floor(random() * 1e9)}@campagne.example>\nDate: Tue, 2 Mar 2027 10:00:00 +0100\n` +
            `MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`;
      contents++;
    }
    const path = join(folder, `${String(i).padStart(4, '0')}${i % 3 === 0 ? '.txt' : '.eml'}`);
    writeFileSync(path, last);
    paths.push(path);
  }
  return { paths, contents };
}

/**
 * Starts the command line.
 *
 * @returns {{child: import('node:child_process').ChildProcess, ended: Promise<{code: number | null, signal: string | null, stdout: string, stderr: string}>, kill(): void}}
 */
export function start(args, env, program = PROGRAM) {
  const child = spawn(process.execPath, [program, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      told[name] += chunk;
    });
  }
  const ended = new Promise((done) => {
    child.once('close', (code, signal) => done({ code, signal, ...told }));
  });
  return { child, ended, kill: () => child.kill('SIGKILL') };
}

export const jsonLines = (text) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
