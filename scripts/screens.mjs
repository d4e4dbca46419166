/**
 * Pictures of every state of the page, for README and docs, and to be looked at after a change:
 * `node scripts/screens.mjs [STATE…]` writes docs/screens, `--all FOLDER` every state in every
 * language, scheme and width. Starts a registry of its own and needs Chromium.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { catalogue } from '../src/web/locales/index.ts';
import { choose, drop, launch, openPage } from '../test/e2e/browser.mjs';
import { leakedFolder } from '../test/e2e/folder.mjs';
import { logKeyOf, startWitness } from './audit/actors.mjs';
import { build } from './build.mjs';
import { cli, DEMO_CORPUS, localSecrets, migrate, registerDemo, serve } from './local.mjs';

const PORT = Number(process.env.PORT ?? 8799);
const DEMO = resolve('demo');
const suspect = (name) => join(DEMO, 'suspects', name);
/** Ink on paper and five hues: more colours only make files larger. */
const COLOURS = 16;
/** Taller pictures are cut: nobody looks at the foot of a list of twenty. */
const MAX_HEIGHT = 900;

const EVERY = ['fr', 'en'].flatMap((lang) =>
  ['light', 'dark'].flatMap((scheme) => [320, 768, 1440].map((width) => ({ lang, scheme, width }))),
);
/** Of these each state has a picture in the repository. */
const CHOSEN = [
  { lang: 'fr', scheme: 'light', width: 1440 },
  { lang: 'en', scheme: 'dark', width: 768 },
  { lang: 'fr', scheme: 'light', width: 320 },
];

/** What the registrar of the demo corpus signs, so that there is something to show. */
const COVERAGE = {
  mailboxes: ['presse@horizon.example', 'tresorerie@horizon.example'],
  folders: ['Contrats'],
  from: '2027-01-01',
  to: '2027-04-30',
  registered: 44,
  not_covered: [{ what: 'Courriers privés des équipes / private mail of the staff', count: null }],
  since: '2027-04-30T22:00:00Z',
};

const NOTICE = [
  'NOTICE_FR="Réserve électorale jusqu’au dimanche 9\u00a0mai 2027, 20\u00a0h. Diffuser un résultat reste de votre responsabilité."',
  'NOTICE_EN="Election silence until Sunday 9 May 2027, 8 pm. Publishing a result remains your responsibility."',
];

/** Who cosigns the log in the last picture; they listen on the two ports after this script's own. */
const WITNESSES = ['gazette.example', 'universite.example'];
const WITNESS_RULE = `group both all ${WITNESSES.join(' ')}\nquorum both`;

/** The briefing note with a word changed, a sentence taken out and one put in. */
function doctored() {
  const genuine = readFileSync(join(DEMO, 'genuine/notes/briefing-debate-preparation.txt'), 'utf8');
  const text = genuine
    .replace('ninety seconds', 'sixty seconds')
    .replace(' Tom has the letter from the notaries in the blue folder.', '')
    .replace('not at him.', 'not at him. He lied about the audit twice.');
  return { name: 'briefing-debate.txt', mimeType: 'text/plain', buffer: Buffer.from(text) };
}

async function check(page, t, files) {
  await choose(page, t.front.chooseFiles, files);
  const name = t.run.done(files.length).replace(/\s/g, ' ');
  await page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 120_000 });
  await page.locator('article, .triaged').first().waitFor();
}

async function dateLeak(page, t, [day, month, year]) {
  await page.getByLabel(t.leak.day).fill(day);
  await page.getByLabel(t.leak.month).fill(month);
  await page.getByLabel(t.leak.year).fill(year);
}

/** How to bring the page into each state, from its front. */
const STATES = {
  front: async (page) => {
    await page.locator('.stay').waitFor();
  },
  running: async (page, _t, { folder }) => {
    let asked = 0;
    await page.route('**/v1/check', async (route) => {
      // After some answers none comes any more: the run stands still to be looked at.
      if (asked >= 30) return;
      asked += JSON.parse(route.request().postData()).items.length;
      await route.continue();
    });
    await drop(page, [join(DEMO, 'suspects'), folder]);
    await page.locator('.triaged tbody tr').nth(20).waitFor({ timeout: 60_000 });
    await page.locator('.facts b').waitFor({ timeout: 60_000 });
  },
  list: (page, t, { suspects }) => check(page, t, suspects),
  header: async (page, t) => {
    await check(page, t, [suspect('12-date-forged.eml')]);
    await page.locator('.headers .value').first().waitFor();
  },
  passages: async (page, t) => {
    await check(page, t, [doctored()]);
    await page.getByRole('button', { name: t.locate.button }).click();
    await page.getByRole('button', { name: t.locate.next }).click();
    await page.locator('.prose .now').waitFor();
    await page.evaluate(() => scrollTo(0, 0));
  },
  absent: (page, t) => check(page, t, [suspect('17-invented-contract.docx')]),
  undecided: (page, t) => check(page, t, [suspect('19-too-short.txt')]),
  archive: async (page, t) => {
    await check(page, t, [suspect('20-mixed.zip')]);
  },
  late: async (page, t) => {
    await dateLeak(page, t, ['25', '4', '2025']);
    await check(page, t, [suspect('01-untouched.eml')]);
  },
  offline: async (page, t, { suspects, context }) => {
    await context.setOffline(true);
    await choose(page, t.front.chooseFiles, suspects.slice(0, 4));
    await page.locator('.away').waitFor({ timeout: 60_000 });
  },
  log: async (page, t) => {
    await page.goto(new URL(t.log.path, page.url()).href);
  },
  receipt: async (page, t) => {
    await check(page, t, [suspect('01-untouched.eml')]);
    await page.locator('.keep .btn').click();
    await page.goto(await page.locator('.keep a').getAttribute('href'));
    await page.locator('#address').filter({ hasText: '#' }).waitFor();
  },
  verified: async (page, t) => {
    await check(page, t, [suspect('01-untouched.eml')]);
    await page.locator('.take input[type=checkbox]').check();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: t.take.json }).click(),
    ]);
    const report = readFileSync(await saved.path());
    await page.goto(new URL(t.verify.path, page.url()).href);
    await page.locator('.pinned .key').first().waitFor();
    const [first, second] = await page.locator('.verify-drop .btn').allInnerTexts();
    const json = { name: 'empreinte.json', mimeType: 'application/json', buffer: report };
    await choose(page, first, [json]);
    await choose(page, second, [suspect('01-untouched.eml')]);
    // Of a receipt that is tied to its file something is stated too.
    await page.locator('.receipt .kind').nth(2).waitFor();
  },
  report: async (page, t, { suspects }) => {
    await check(page, t, [suspects[8], suspects[16]]);
    await page.getByRole('button', { name: t.take.report }).click();
    await page.locator('.report[data-complete=true]').waitFor();
    await page.emulateMedia({ media: 'print', colorScheme: 'light' });
  },
};

/** States that need a registry with other settings. */
const SET_APART = { notice: () => {}, witnessed: STATES.log };

async function picture(browser, origin, state, look, given, path) {
  const { lang, scheme, width } = look;
  const { page, record } = await openPage(browser, {
    viewport: { width, height: width === 1440 ? 900 : 720 },
    colorScheme: scheme,
    timezoneId: 'Europe/Paris',
    serviceWorkers: state === 'offline' || state === 'front' ? 'allow' : 'block',
  });
  const t = catalogue(lang);
  await page.goto(`${origin}/${lang}`);
  if (state === 'offline' || state === 'front') {
    await page.getByText(t.front.airplane.slice(0, 20)).waitFor({ timeout: 60_000 });
  }
  await (STATES[state] ?? SET_APART[state])(page, t, { ...given, context: record.context });
  await page.mouse.move(0, 0);
  const shot = await page.screenshot({ fullPage: true });
  const { height } = await sharp(shot).metadata();
  const small = await sharp(shot)
    .extract({ left: 0, top: 0, width, height: Math.min(height, MAX_HEIGHT) })
    .png({ palette: true, colours: COLOURS, effort: 10, compressionLevel: 9, dither: 0 })
    .toBuffer();
  writeFileSync(path, small);
  await record.context.close();
  return small.length;
}

const args = process.argv.slice(2);
const all = args.indexOf('--all');
const out = all < 0 ? 'docs/screens' : resolve(args[all + 1]);
const looks = all < 0 ? CHOSEN : EVERY;
const wanted = args.filter((_, at) => all < 0 || (at !== all && at !== all + 1));
const scratch = mkdtempSync(join(tmpdir(), 'empreinte-screens-'));
const origin = `http://127.0.0.1:${PORT}`;
const vars = join(scratch, 'dev.vars');
const persistTo = join(scratch, 'state');
const witnesses = [];
let server;
let browser;
try {
  if (process.env.BUILT === undefined) await build();
  mkdirSync(out, { recursive: true });
  const folder = join(scratch, 'dump');
  const suspects = readdirSync(join(DEMO, 'suspects')).sort().map(suspect);
  leakedFolder(folder, 400, suspects);
  const secrets = localSecrets(vars, join(scratch, 'local'), origin);
  migrate(persistTo);
  browser = await launch();
  const shoot = async (state) => {
    for (const look of looks) {
      const path = join(out, `${state}.${look.lang}-${look.scheme}-${look.width}.png`);
      const bytes = await picture(browser, origin, state, look, { folder, suspects }, path);
      console.log(`${path} ${bytes} bytes`);
    }
  };
  const isWanted = (state) => wanted.length === 0 || wanted.includes(state);
  if (isWanted('notice')) {
    const plain = readFileSync(vars, 'utf8');
    writeFileSync(vars, `${plain.replaceAll(/^NOTICE_.*\n/gm, '')}${NOTICE.join('\n')}\n`);
    server = await serve({ port: PORT, persistTo, vars });
    await shoot('notice');
    await server.stop();
    writeFileSync(vars, plain);
  }
  server = await serve({ port: PORT, persistTo, vars });
  await registerDemo(origin, secrets);
  const coverage = join(scratch, 'coverage.json');
  writeFileSync(coverage, JSON.stringify(COVERAGE));
  const signed = ['--key', secrets.keyFile, '--server', origin];
  cli(['admin', 'corpus', 'cover', DEMO_CORPUS.id, coverage, ...signed]);
  for (const state of Object.keys(STATES)) if (isWanted(state)) await shoot(state);
  if (isWanted('witnessed')) {
    const { vkey, setPolicy } = await logKeyOf(vars, origin);
    for (const [at, name] of WITNESSES.entries()) {
      witnesses.push(await startWitness(scratch, vkey, `127.0.0.1:${PORT + 1 + at}`, name));
    }
    setPolicy(`${witnesses.map(({ line }) => line).join('\n')}\n${WITNESS_RULE}`);
    await server.stop();
    server = await serve({ port: PORT, persistTo, vars });
    // They cosign what is appended from now on, and with it all that came before.
    const letter = join(scratch, 'letter');
    mkdirSync(letter);
    writeFileSync(
      join(letter, 'letter.txt'),
      'The hall is ours from six, and the coaches leave at ten.\n',
    );
    const token = ['--token-file', secrets.tokenFile];
    const { status, stderr } = cli([
      'register',
      letter,
      '--corpus',
      DEMO_CORPUS.id,
      ...signed,
      ...token,
    ]);
    if (status !== 0) throw new Error(stderr);
    await shoot('witnessed');
  }
  if (all < 0 && wanted.length === 0) {
    const sum = readdirSync(out).reduce((bytes, name) => bytes + statSync(join(out, name)).size, 0);
    console.log(`${Math.round(sum / 1000)} kB in all`);
  }
} finally {
  await browser?.close();
  await server?.stop();
  for (const witness of witnesses) await witness.stop();
  rmSync(scratch, { recursive: true, force: true });
}
