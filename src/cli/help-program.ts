import { DEFAULT_SERVER } from './defaults.ts';

/** What the help of the program itself begins and ends with. */

export const EXAMPLES = `Examples:
  empreinte check suspect.eml                 one file
  empreinte check dump/ > report.ndjson       a folder, one JSON object a line
  empreinte compare letter.docx --with rec_…  where it differs from a registered document
  empreinte keys --server https://… > pins    keys to verify with; compare them with a printed copy
  empreinte check dump/ --receipts > report.ndjson
  empreinte verify report.ndjson --file dump/mail.eml --keys pins   offline
  empreinte register contracts/ --corpus campaign --key ~/.ssh/registrar
  empreinte digest *.pdf                      SHA-256, ssdeep and TLSH, no registry needed
  empreinte score a.docx b.docx               ssdeep score (0 to 100), TLSH distance (0 up)
  empreinte check dump/ --resume              go on where a killed run of it ended
  find dump/ -name '*.eml' -print0 | empreinte check --files-from - -0
  cat mail.eml | empreinte check -            standard input

Files stay on this machine: only their fingerprints are sent.
`;

export const AFTER = `
Exit codes:
  0    every file matches (check), is registered (register), has its digests (digest),
       differs in nothing (compare), is proven to be registered (verify)
  1    a file differs, is absent or undecided; matches a record that was withdrawn or was
       a decoy; was refused; could not be read; a receipt is not believed, is about
       another file, or only states what it says
  2    trouble: bad usage, no registry, no answer
  130  interrupted; 141 the reader of the output went away

Environment:
  EMPREINTE_SERVER       address of the registry (${DEFAULT_SERVER})
  EMPREINTE_TOKEN_FILE   file that holds the token
  EMPREINTE_TOKEN        the token itself
  EMPREINTE_JOBS         files read at the same time
  EMPREINTE_PINS         file of pinned keys, for verify
  EMPREINTE_KEY          file that holds the registrar's SSH key
  SSH_AUTH_SOCK          ssh-agent that signs with a key whose file names it only
  XDG_STATE_HOME         where journals are kept (~/.local/state)
  XDG_CONFIG_HOME        where empreinte/config is (~/.config), with lines such as
                         server = https://…; also token-file, key, pins and jobs
  NO_COLOR               no colour
`;
