/** Those who hold a registry to its word: an auditor, a witness, and whoever kept a receipt. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogClient } from '../../src/client/log.ts';
import { logSigners } from '../../src/storage/log-keys.ts';
import { formatVerifierKey } from '../../src/tlog/key.ts';
import { parsePolicy } from '../../src/tlog/policy.ts';
import { parseProof } from '../../src/tlog/proof-file.ts';
import { readBundle, TILE_WIDTH, tilePath } from '../../src/tlog/tile.ts';
import { buildAuditor } from '../../test/tlog/auditor.mjs';
import { cli } from '../local.mjs';

/** A kept connection may have been closed while a program ran, which stops all else here. */
const get = (address, init = {}) => fetch(address, { ...init, headers: { connection: 'close' } });

/** Longest that a witness may take to be asked; the log asks again by its alarm every 30 seconds. */
const WITNESS_MS = 100_000;

/**
 * Reads the whole log with Go's sumdb packages: the checkpoint's signature, every entry under it, and that it
 * continues the checkpoint that was kept last time.
 */
export function auditorOf(scratch, origin, vkey) {
  const audit = buildAuditor(scratch);
  const kept = join(scratch, 'kept.checkpoint');
  /** Entries as they were mirrored when the log was last accepted. */
  let mirror = null;
  return {
    /** @returns {Promise<{ok: boolean, saw: string}>} */
    async visit() {
      const earlier = mirror ? [kept] : [];
      const { ok, output } = audit('log', `${origin}/log`, vkey, ...earlier, 'checkpoint');
      const last = (output.trim().split('\n').at(-1) ?? '').replace(`REFUSED ${kept}: `, '');
      const checkpoint = await (await get(`${origin}/log/checkpoint`)).text();
      const served = await entriesOf(origin, checkpoint);
      if (!ok) {
        const changed = mirror?.findIndex((entry, i) => !served[i]?.equals(entry)) ?? -1;
        const where = changed < 0 ? '' : `; entry ${changed} is not the one that was mirrored`;
        return {
          ok,
          saw: `the log does not lead to the root kept last time (Go: ${last})${where}`,
        };
      }
      const follows = mirror ? ', which continues the checkpoint kept last time' : '';
      writeFileSync(kept, checkpoint);
      mirror = served;
      return {
        ok,
        saw: `all ${served.length} entries lead to the signed root${follows} (${last})`,
      };
    },
  };
}

/** All entries below a checkpoint of up to 256, as they are served. */
async function entriesOf(origin, checkpoint) {
  const size = Number(checkpoint.split('\n')[1]);
  if (size > TILE_WIDTH) throw new Error('the demonstration is about a small log');
  const path = tilePath({ level: 'entries', index: 0, width: size });
  const answer = await get(`${origin}/log/${path}`);
  return readBundle(new Uint8Array(await answer.arrayBuffer())).map((entry) => Buffer.from(entry));
}

/** The log's verifier key, as its operator would publish it, and a way to set LOG_POLICY in its settings. */
export async function logKeyOf(vars, origin) {
  const text = readFileSync(vars, 'utf8');
  const [, LOG_KEYS] = /^LOG_KEYS="(.*)"$/m.exec(text);
  const [signer] = await logSigners({ LOG_KEYS, ORIGIN: origin });
  const setPolicy = (policy) => {
    const line = `LOG_POLICY="${policy.replaceAll('\n', '\\n')}"`;
    writeFileSync(vars, text.replace(/^LOG_POLICY=.*$/m, line));
  };
  return { vkey: formatVerifierKey(signer.key), setPolicy };
}

/** Runs `empreinte witness`, and tells what it made of the log's last checkpoint. */
export async function startWitness(scratch, vkey, listen, name = 'witness.example') {
  const key = join(scratch, `${name}.key`);
  const made = cli(['keygen', key]);
  if (made.status !== 0) throw new Error(made.stderr);
  const child = spawn(
    process.execPath,
    [
      ...['dist/cli/empreinte.js', 'witness', '--name', name, '--key', key],
      ...['--state', join(scratch, `${name}.json`), '--log', vkey, '--listen', listen],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  const line = await new Promise((done, fail) => {
    child.stdout.once('data', (chunk) => done(String(chunk).trim()));
    child.once('exit', () => fail(new Error(`the witness stopped: ${told}`)));
  });
  return {
    /** For LOG_POLICY. */
    line,
    /** Forgets what it told, not what it has cosigned. */
    listen() {
      told = '';
    },
    /** Waits until the log has asked, and been answered finally. */
    async verdict() {
      for (const end = Date.now() + WITNESS_MS; Date.now() < end; ) {
        const [, refused] = / (409|422) \S+ \d+/.exec(told) ?? [];
        // A log that has lost its place may be told where it was once, and prove from there.
        const asked = [...told.matchAll(/^\S+ (\d{3}) /gm)].map(([, status]) => status);
        if (asked.includes('200')) return { ok: true, saw: 'cosigned: the log only grew' };
        if (refused === '422' || asked.filter((status) => status === '409').length > 1) {
          return {
            ok: false,
            saw: `refused to cosign (${asked.at(-1)}): the log does not continue what was cosigned last`,
          };
        }
        await new Promise((done) => setTimeout(done, 250));
      }
      return { ok: null, saw: 'was not asked' };
    },
    stop: () =>
      new Promise((done) => {
        child.once('exit', done);
        child.kill('SIGTERM');
      }),
  };
}

/**
 * Whoever kept a receipt: it is verified offline, with pinned keys and the file, and then the log that is served
 * now must begin with the checkpoint in the receipt's proof.
 */
export function receiptHolder({ report, file, pins, receipt, record, origin, vkey }) {
  const policy = parsePolicy(`log ${vkey}\nquorum none`);
  const client = createLogClient({ url: `${origin}/log`, policy, fetch: get });
  const { checkpoint } = parseProof(receipt.proof);
  return {
    async verdict() {
      const offline = cli(['verify', report, '--file', file, '--keys', pins]);
      if (offline.status !== 0) return { ok: null, saw: `does not verify:\n${offline.stdout}` };
      const { status } = await get(`${origin}/v1/records/${record}`);
      const known = status === 200 ? '' : ', and the registry denies the record that it proves';
      try {
        await client.follow(checkpoint);
        return {
          ok: status === 200,
          saw: `proves the match offline; the log still begins with what it was made from${known}`,
        };
      } catch (error) {
        return {
          ok: false,
          saw: `proves the match offline; the log that is served is not the one it was made from (${error.message})${known}`,
        };
      }
    },
  };
}
