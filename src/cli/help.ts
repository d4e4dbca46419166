import type { Command } from 'commander';

/**
 * What `--help` of a command shows besides its options: examples first, since most who ask want one,
 * and last what its exit code says.
 */
interface Help {
  readonly examples: readonly string[];
  /** What 0 and 1 mean; 2 and 130 are the same for all. */
  readonly exits: readonly [ok: string, findings?: string];
}

const DONE: Help['exits'] = ['done'];

const HELP: Readonly<Record<string, Help>> = {
  check: {
    examples: [
      'empreinte check suspect.eml',
      'empreinte check dump/ > report.ndjson                one JSON object a line',
      'empreinte check dump/ --resume > report.ndjson       after a run that was killed',
      "find dump/ -name '*.eml' -print0 | empreinte check --files-from - -0",
      'cat suspect.eml | empreinte check -',
      'empreinte check dump/ --lines | cut -f 1 | sort | uniq -c',
    ],
    exits: [
      'every file matches a standing record',
      'a file differs, is absent or undecided, or matches a withdrawn record or a decoy',
    ],
  },
  compare: {
    examples: [
      'empreinte compare suspect.docx --with rec_…             where it differs from a record',
      'empreinte compare suspect.docx --original genuine.docx  both sides, nothing sent',
    ],
    exits: ['nothing differs', 'something differs'],
  },
  verify: {
    examples: [
      'empreinte keys --server https://registre.example > pins.json',
      'empreinte verify report.ndjson --file dump/mail.eml --keys pins.json',
    ],
    exits: [
      'what the report says of the file is proven',
      'a receipt is refused, is about no file or another, or only states what it says',
    ],
  },
  keys: {
    examples: [
      'empreinte keys --server https://registre.example > pins.json',
      'empreinte keys --show pins.json       their fingerprints, to compare with a printed copy',
    ],
    exits: DONE,
  },
  register: {
    examples: [
      'empreinte register contracts/ --corpus campaign --dry-run',
      'empreinte register contracts/ --corpus campaign --key ~/.config/empreinte/key',
      'empreinte register --mbox inbox.mbox --corpus campaign --key KEY --ledger ledger.ndjson',
      'empreinte register --imap-export ~/Mail --corpus campaign --key KEY --resume',
    ],
    exits: ['every file is registered, or was before', 'a file was refused or could not be read'],
  },
  open: { examples: ["empreinte open rec_… --reason 'planted on 3 March'"], exits: DONE },
  withdraw: {
    examples: [
      "empreinte withdraw rec_… --reason 'a draft' --key treasury",
      "empreinte withdraw rec_… --reason 'a draft' --key treasury --out draft.json",
    ],
    exits: DONE,
  },
  digest: {
    examples: ['empreinte digest *.pdf', 'empreinte digest dump/ --lines > digests.tsv'],
    exits: ['done', 'a file could not be read, or only in part'],
  },
  fingerprint: {
    examples: ['empreinte fingerprint mail.eml', 'empreinte fingerprint mail.eml | wc -c'],
    exits: ['done', 'the file could not be read, or only in part'],
  },
  score: {
    examples: [
      'empreinte score a.docx b.docx',
      "empreinte score '3:abc:def' b.docx        a digest stands for its file",
    ],
    exits: DONE,
  },
  keygen: {
    examples: ['empreinte keygen ~/.config/empreinte/key       give key.pub to the registry'],
    exits: DONE,
  },
  witness: {
    examples: [
      'empreinte witness --name temoin.example/a --key KEY --state state.json --log VERIFIER-KEY',
    ],
    exits: ['ended'],
  },
  completion: {
    examples: [
      'eval "$(empreinte completion bash)"',
      'source <(empreinte completion zsh)',
      'empreinte completion fish | source',
    ],
    exits: DONE,
  },
  corpora: { examples: ['empreinte corpora --server https://registre.example'], exits: DONE },
  'admin secrets': { examples: ['empreinte admin secrets > secrets.env'], exits: DONE },
  'admin key': {
    examples: ['empreinte admin key k2       put it in front of LOOKUP_KEYS'],
    exits: DONE,
  },
  'admin bootstrap': {
    examples: [
      "empreinte admin bootstrap --key me --holder 'Camille=me.pub' --save-token admin.token",
    ],
    exits: DONE,
  },
  'admin keyholders': {
    examples: [
      "empreinte admin keyholders --key me --holder 'Camille=me.pub' --holder 'Dominique=d.pub' --required 2",
    ],
    exits: DONE,
  },
  'admin status': { examples: ['empreinte admin status'], exits: DONE },
  'admin corpus put': {
    examples: [
      "empreinte admin corpus put campaign --title 'Campaign' --registrant 'Us' --coverage 'press@'",
    ],
    exits: DONE,
  },
  'admin corpus cover': {
    examples: [
      'empreinte admin corpus cover campaign coverage.json --key treasury --ledger ledger.ndjson',
    ],
    exits: DONE,
  },
  'admin registrar add': {
    examples: [
      'empreinte admin registrar add treasury --corpus campaign --name Treasury --public-key treasury.pub --key me',
    ],
    exits: DONE,
  },
  'admin token create': {
    examples: [
      "empreinte admin token create --scope accredited --name 'Le Quotidien' > token",
      "empreinte admin token create --scope registrar --registrar treasury --name 'treasury laptop'",
    ],
    exits: DONE,
  },
  'admin token list': { examples: ['empreinte admin token list'], exits: DONE },
  'admin token revoke': {
    examples: ['empreinte admin token revoke tok_5f0c2b7e9a1d4c83'],
    exits: DONE,
  },
  'admin freeze': {
    examples: [
      "empreinte admin freeze --key me --reason 'laptop stolen'",
      'empreinte admin freeze --code < paper-code',
    ],
    exits: DONE,
  },
  'admin unfreeze': {
    examples: ['empreinte admin unfreeze --key me'],
    exits: DONE,
  },
  'admin rotate': { examples: ['empreinte admin rotate lookup secrets.env'], exits: DONE },
  'admin doctor': {
    examples: ['empreinte admin doctor --token-file admin.token'],
    exits: ['all is well', 'something is not'],
  },
  'admin backup': {
    examples: ['empreinte admin backup backup/ --token-file admin.token'],
    exits: DONE,
  },
  'admin restore': { examples: ['empreinte admin restore backup/'], exits: DONE },
  'admin sign': {
    examples: ["empreinte admin sign draft.json --key other     on the other's machine"],
    exits: DONE,
  },
  'admin send': { examples: ['empreinte admin send draft.json'], exits: DONE },
  'watch add': {
    examples: ['empreinte watch add suspect.eml --url https://hooks.redaction.example/in'],
    exits: DONE,
  },
  'watch list': { examples: ['empreinte watch list'], exits: DONE },
  'watch remove': { examples: ['empreinte watch remove wat_5f0c2b7e9a1d4c83'], exits: DONE },
  'watch deliveries': { examples: ['empreinte watch deliveries --dead'], exits: DONE },
  'watch secret': { examples: ['empreinte watch secret > webhook.secret'], exits: DONE },
  'watch verify': {
    examples: ['empreinte watch verify body --header-file headers --secret-file webhook.secret'],
    exits: ['it was signed, within five minutes of now', 'it was not, or not so lately'],
  },
};

/** Puts examples before and exit codes behind the help of every command below `parent`. */
export function helpFor(parent: Command, above = ''): void {
  for (const command of parent.commands) {
    const name = `${above}${command.name()}`;
    const help = HELP[name];
    if (help) {
      const examples = help.examples.map((line) => `  ${line}\n`).join('');
      command.addHelpText('before', `Examples:\n${examples}`);
      command.addHelpText('after', exitsOf(help.exits));
    } else if (command.commands.length === 0) {
      command.addHelpText('after', exitsOf(DONE));
    }
    helpFor(command, `${name} `);
  }
}

function exitsOf([ok, findings]: Help['exits']): string {
  const lines = [`0    ${ok}`, findings && `1    ${findings}`, '2    trouble', '130  interrupted'];
  return `\nExit codes:\n${lines.flatMap((line) => (line ? [`  ${line}\n`] : [])).join('')}`;
}
