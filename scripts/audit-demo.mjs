/**
 * `npm run audit:demo`: an outside auditor, a witness and the holder of a receipt against a real registry on this
 * machine: first an honest one, then three that were tampered with by an operator who has the log's key. Ends
 * with 1 if the honest one is refused or a tampered one passes in the eyes of any of the three.
 */
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditorOf, logKeyOf, receiptHolder, startWitness } from './audit/actors.mjs';
import { backdate, changeLeaf, removeRecord } from './audit/tamper.mjs';
import { build } from './build.mjs';
import { cli, DEMO_CORPUS, declareCorpus, localSecrets, migrate, serve } from './local.mjs';

const TAMPERED = [
  ['One entry says something else of its record', changeLeaf],
  ['A record was removed, and its entry with it', removeRecord],
  ['History was rewritten: all of it dated a year back', backdate],
];

const scratch = mkdtempSync(join(tmpdir(), 'empreinte-audit-'));
const at = (name) => join(scratch, name);
const state = at('state');
const say = (text = '') => console.log(text);
let failures = 0;

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function run(args, secrets, origin) {
  const { status, stdout, stderr } = cli([...args, '--server', origin], {
    EMPREINTE_TOKEN_FILE: secrets.tokenFile,
    EMPREINTE_KEY: secrets.keyFile,
  });
  if (status !== 0) throw new Error(`empreinte ${args[0]}:\n${stdout}${stderr}`);
  return stdout;
}

/** Prints what each saw, and counts who saw something else than is true. */
async function hear(honest, actors) {
  for (const [name, verdict] of Object.entries(actors)) {
    const { ok, saw } = await verdict();
    if (ok !== honest) failures++;
    const word = ok === honest ? (honest ? 'accepts' : 'CATCHES IT') : 'IS WRONG';
    say(`  ${`${name} ${word}`.padEnd(24)} ${saw}`);
  }
}

try {
  if (!existsSync('dist/cli/empreinte.js')) await build();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const vars = at('dev.vars');
  const secrets = localSecrets(vars, at('local'), origin);
  const { vkey, setPolicy } = await logKeyOf(vars, origin);
  const witness = await startWitness(scratch, vkey, `127.0.0.1:${await freePort()}`);
  setPolicy(`${witness.line}\nquorum witness.example`);
  migrate(state);
  const start = (persistTo) => serve({ port, persistTo, vars });

  let letters = 0;
  const register = (...more) => {
    const letter = at(`letter-${letters++}.txt`);
    const words = `The committee met for the ${letters}th time and agreed on what follows. `;
    writeFileSync(letter, words.repeat(9));
    run(['register', letter, ...more, '--corpus', DEMO_CORPUS.id, '--no-journal'], secrets, origin);
  };

  let server = await start(state);
  try {
    declareCorpus(origin, secrets, DEMO_CORPUS);
    const file = 'demo/genuine/notes/travel-plan-april.txt';
    register('demo/genuine/notes');
    const auditor = auditorOf(scratch, origin, vkey);
    say('An honest registry, as it was found first:');
    await hear(true, { auditor: auditor.visit, witness: witness.verdict });

    const line = run(['check', file, '--json', '--receipts', '--no-journal'], secrets, origin);
    writeFileSync(at('report.ndjson'), line);
    writeFileSync(at('pins.json'), run(['keys'], secrets, origin));
    const { receipt, record } = JSON.parse(line);
    const kept = { report: at('report.ndjson'), pins: at('pins.json') };
    const holder = receiptHolder({ ...kept, file, receipt, record, origin, vkey });

    witness.listen();
    register();
    const actors = { auditor: auditor.visit, witness: witness.verdict, receipt: holder.verdict };
    say('\nThe same, grown by a registration:');
    await hear(true, actors);

    for (const [what, tamper] of TAMPERED) {
      await server.stop();
      const copy = at(tamper.name);
      cpSync(state, copy, { recursive: true });
      tamper(copy, record);
      witness.listen();
      server = await start(copy);
      register();
      say(`\n${what}, and the log was signed anew with its own key:`);
      await hear(false, actors);
    }
  } finally {
    await server.stop();
    await witness.stop();
  }
  say(
    failures === 0
      ? '\nThe honest registry was accepted, and each of the tampered ones caught by all three.'
      : `\n${failures} of the verdicts above are wrong.`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  failures++;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;
