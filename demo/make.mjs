/**
 * Makes the demo: the genuine documents of a fictional campaign and twenty suspects.
 * `npm run demo`, with LibreOffice and qpdf installed; the results are committed, because
 * LibreOffice writes other bytes at every run.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { composeMail } from './mime.mjs';
import { flatPresentation, flatSpreadsheet } from './office.mjs';
import {
  accounts,
  attachments,
  budget,
  contracts,
  minutes,
  notes,
  press,
} from './source/documents.mjs';
import { mails } from './source/mails.mjs';
import { people } from './source/people.mjs';
import { foreign } from './source/suspects.mjs';

const here = import.meta.dirname;
const genuine = join(here, 'genuine');
const suspects = join(here, 'suspects');
const scratch = mkdtempSync(join(tmpdir(), 'empreinte-demo-'));

function run(program, args) {
  const { status, stderr, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}\n${stdout}${stderr}`);
}

/** Converts with LibreOffice; returns the path of the result in the scratch folder. */
function convert(file, format, infilter) {
  const out = join(scratch, 'out');
  run('soffice', [
    '--headless',
    `-env:UserInstallation=file://${scratch}/profile`,
    ...(infilter ? [`--infilter=${infilter}`] : []),
    '--convert-to',
    format,
    '--outdir',
    out,
    file,
  ]);
  return join(out, `${basename(file, extname(file))}.${format}`);
}

const page = (one) =>
  `<!DOCTYPE html>\n<html lang="${one.lang}"><head><meta charset="utf-8"><title>${one.name}</title></head>\n<body>\n${one.html}\n</body></html>\n`;

/** Makes one form of a document from its source; returns its path. */
function make(one, form, target) {
  if (form === 'html') writeFileSync(target, page(one));
  else if (one.html) {
    const source = join(scratch, `${one.name}.html`);
    writeFileSync(source, page(one));
    cpSync(convert(source, form, 'HTML (StarWriter)'), target);
  } else if (one.slides) {
    const source = join(scratch, `${one.name}.fodp`);
    writeFileSync(source, flatPresentation(one.slides));
    cpSync(convert(source, form), target);
  } else {
    const source = join(scratch, `${one.name}.fods`);
    writeFileSync(source, flatSpreadsheet(one.sheets));
    cpSync(convert(source, form), target);
  }
  return target;
}

/** Rewrites members of a zip-based document; `edit` gets and returns XML text. */
function rewrite(file, target, edits, { level = 6, reverse = false } = {}) {
  let members = Object.entries(unzipSync(readFileSync(file)));
  if (reverse) members = [members[0], ...members.slice(1).reverse()];
  const out = {};
  for (const [name, bytes] of members) {
    const edit = edits[name];
    let content = bytes;
    if (edit) {
      const before = strFromU8(bytes);
      const after = edit(before);
      if (after === before) throw new Error(`${file}: nothing changed in ${name}`);
      content = strToU8(after);
    }
    out[name] = [content, { level: name === 'mimetype' ? 0 : level }];
  }
  writeFileSync(target, zipSync(out, { mtime: '2027-04-19T12:00:00Z' }));
}

function mailOf(mail, overrides = {}) {
  const quoted = mails.find((other) => other.name === mail.quote);
  return composeMail({ ...mail, ...overrides }, people, quoted, (name) =>
    readFileSync(join(genuine, name)),
  );
}

function makeGenuine() {
  rmSync(genuine, { recursive: true, force: true });
  for (const folder of [
    'contrats',
    'bureau',
    'presse',
    'notes',
    'comptes',
    'courriels',
    'joints',
  ]) {
    mkdirSync(join(genuine, folder), { recursive: true });
  }
  const all = [
    ['contrats', contracts],
    ['bureau', minutes],
    ['presse', press],
    ['comptes', [budget]],
    ['joints', attachments.filter((one) => one.html)],
  ];
  for (const [folder, list] of all) {
    for (const one of list) {
      for (const form of one.form) make(one, form, join(genuine, folder, `${one.name}.${form}`));
    }
  }
  for (const note of notes) writeFileSync(join(genuine, 'notes', `${note.name}.txt`), note.text);
  for (const one of accounts) writeFileSync(join(genuine, 'comptes', `${one.name}.csv`), one.csv);
  for (const one of attachments.filter((a) => a.csv)) {
    writeFileSync(join(genuine, 'joints', `${one.name}.csv`), one.csv);
  }
  const folderOf = {
    'contrat-salle-du-port.docx': 'contrats',
    'contrat-impression-tracts.pdf': 'contrats',
    'polling-agreement.docx': 'contrats',
    'coach-hire-contract.pdf': 'contrats',
    'budget-campagne-2027.xlsx': 'comptes',
  };
  for (const mail of mails) {
    const attach = (mail.attach ?? []).map((name) => `${folderOf[name] ?? 'joints'}/${name}`);
    writeFileSync(join(genuine, 'courriels', `${mail.name}.eml`), mailOf({ ...mail, attach }));
  }
  // What was only ever sent as an attachment is registered with its mail alone.
  cpSync(join(genuine, 'joints'), join(scratch, 'joints'), { recursive: true });
  rmSync(join(genuine, 'joints'), { recursive: true });
}

function makeSuspects() {
  rmSync(suspects, { recursive: true, force: true });
  mkdirSync(suspects, { recursive: true });
  const from = (name) => join(genuine, name);
  const to = (name) => join(suspects, name);
  const mail = (name) => mails.find((one) => one.name === name);

  cpSync(from('courriels/2027-03-15-lendemain-du-havre.eml'), to('01-untouched.eml'));
  cpSync(from('contrats/contrat-impression-tracts.pdf'), to('02-renamed-facture-secrete.pdf'));
  writeFileSync(
    to('03-redelivered.eml'),
    mailOf(mail('2027-02-22-presse-plan-agricole'), {
      encoding: 'base64',
      received: 'from relay.paste.example by mx.leak.example; Mon, 19 Apr 2027 03:12:44 +0000',
    }),
  );
  rewrite(
    from('bureau/minutes-volunteers-2027-02-20.docx'),
    to('04-rezipped.docx'),
    {},
    { level: 9, reverse: true },
  );
  rewrite(from('bureau/note-programme-ferroviaire.docx'), to('05-metadata-edited.docx'), {
    'docProps/core.xml': (xml) =>
      xml.replace('</cp:coreProperties>', '<dc:creator>Guest-7</dc:creator></cp:coreProperties>'),
    'docProps/app.xml': (xml) =>
      xml.replace('</Properties>', '<Company>Unknown</Company></Properties>'),
  });
  run('qpdf', ['--linearize', from('contrats/coach-hire-contract.pdf'), to('06-linearised.pdf')]);
  const converted = (source, format, name) => cpSync(convert(source, format), to(name));
  converted(from('contrats/contrat-salle-du-port.docx'), 'odt', '07-converted.odt');
  converted(from('contrats/polling-agreement.docx'), 'pdf', '08-converted.pdf');
  rewrite(from('contrats/contrat-salle-du-port.docx'), to('09-amount-changed.docx'), {
    'word/document.xml': (xml) => xml.replace('45 000', '75 000'),
  });
  const tracts = contracts.find((one) => one.name === 'contrat-impression-tracts');
  const edited = {
    ...tracts,
    name: 'edited',
    html: tracts.html.replace('22 300,00', '122 300,00'),
  };
  if (edited.html === tracts.html) throw new Error('the amount of the pdf was not found');
  make(edited, 'pdf', to('10-amount-changed.pdf'));
  rewrite(from('bureau/pv-bureau-2027-02-09.odt'), to('11-sentence-inserted.odt'), {
    'content.xml': (xml) =>
      xml.replace(
        'Au sujet de la réunion du Havre',
        'Le trésorier signale un versement de 60 000 euros d’origine non précisée, que le bureau décide de ne pas déclarer. Au sujet de la réunion du Havre',
      ),
  });
  writeFileSync(
    to('12-date-forged.eml'),
    mailOf(mail('2027-03-22-coaches'), {
      attach: ['contrats/coach-hire-contract.pdf'],
      date: '2026-11-22T09:44:00+01:00',
    }),
  );
  const treasury = mail('2027-03-24-treasury-question');
  writeFileSync(
    to('13-mail-amount-changed.eml'),
    mailOf(treasury, { text: treasury.text.replace('1,107.60 euros', '41,107.60 euros') }),
  );
  const swapped = join(scratch, 'note-honoraires.pdf');
  const fees = attachments.find((one) => one.name === 'note-honoraires');
  make(
    {
      ...fees,
      html: fees.html.replaceAll('3 770,00', '33 770,00').replaceAll('7 553,04', '43 553,04'),
    },
    'pdf',
    swapped,
  );
  writeFileSync(
    to('14-attachment-swapped.eml'),
    composeMail(
      { ...mail('2027-03-18-honoraires'), attach: ['note-honoraires.pdf'] },
      people,
      undefined,
      () => readFileSync(swapped),
    ),
  );
  cpSync(join(scratch, 'joints/liste-accreditations.csv'), to('15-attachment-alone.csv'));
  rewrite(from('comptes/budget-campagne-2027.xlsx'), to('16-cell-changed.xlsx'), {
    'xl/worksheets/sheet2.xml': (xml) => xml.replace('<v>45600</v>', '<v>245600</v>'),
  });
  const invented = { name: 'convention-confidentielle', lang: 'fr', html: foreign.contract };
  make(invented, 'docx', to('17-invented-contract.docx'));
  writeFileSync(
    to('18-invented.eml'),
    composeMail({ name: 'offshore', ...foreign.mail }, people, undefined, () => null),
  );
  writeFileSync(to('19-too-short.txt'), foreign.shortNote);
  writeFileSync(
    to('20-mixed.zip'),
    zipSync(
      Object.fromEntries(
        [
          ['briefing.txt', from('notes/briefing-debate-preparation.txt')],
          ['contrat.docx', to('09-amount-changed.docx')],
          ['convention.docx', to('17-invented-contract.docx')],
        ].map(([name, file]) => [name, new Uint8Array(readFileSync(file))]),
      ),
      { mtime: '2027-04-19T12:00:00Z' },
    ),
  );
}

try {
  makeGenuine();
  makeSuspects();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
