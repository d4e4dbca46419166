import { Command, CommanderError } from 'commander';
import { adminCommands } from './admin-program.ts';
import { withConfig } from './config.ts';
import { EXIT, Failure } from './failure.ts';
import { helpFor } from './help.ts';
import { AFTER, EXAMPLES } from './help-program.ts';
import type { Io } from './io.ts';
import { type ListOptions, pathsOf } from './listed.ts';
import {
  collect,
  commandOf,
  instant,
  isJsonByDefault,
  journalIn,
  keyed,
  listing,
  reading,
  recording,
  remote,
  resuming,
  signing,
} from './options.ts';
import { bytesOf } from './raw-arguments.ts';
import type { CommonOptions } from './settings.ts';
import { versionLine } from './version.ts';
import { watchCommands } from './watch-program.ts';

/**
 * Runs the program on `argv` (without node and script).
 *
 * @returns the exit code; failures are told on stderr in one line
 */
export async function run(argv: readonly string[], world: Io): Promise<number> {
  // One object for all: its environment is completed once a command is known.
  const io: { -readonly [Name in keyof Io]: Io[Name] } = { ...world };
  let exitCode: number = EXIT.ok;
  let verbose = false;
  const finish = (code: number) => {
    exitCode = code;
  };
  const raw = (...texts: string[]) => bytesOf(texts, io.rawArguments);
  const program = new Command('empreinte');
  program.hook('preAction', (_self, action) => {
    verbose = action.opts<CommonOptions>().verbose === true;
    io.env = withConfig(world.env);
    if (isJsonByDefault(action, world.stdout.isTTY === true)) action.setOptionValue('json', true);
  });
  program
    .description(
      'Tells whether files match, differ from or are absent from a registry of originals.',
    )
    .version(versionLine(), '-V, --version', 'name, version and fingerprint profile')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', AFTER)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .showHelpAfterError('(empreinte --help shows examples)')
    .helpCommand(false);

  /** A command that inherits the program's settings, with the options all commands have. */
  const command = (usage: string, description: string) => commandOf(program, usage, description);

  /** What names the files of a command, as bytes, and the values of other options of it. */
  const named = async (paths: string[], options: ListOptions, ...others: string[]) => {
    // A mailbox is named by an option of its own.
    const boxes = options as Partial<Record<'mbox' | 'maildir' | 'imapExport', string[]>>;
    const { mbox = [], maildir = [], imapExport = [] } = boxes;
    const optional = mbox.length + maildir.length + imapExport.length > 0;
    const list = options.filesFrom === undefined ? [] : [options.filesFrom];
    const all = raw(...paths, ...list, ...others);
    const from = list.length > 0 ? (all[paths.length] as Buffer) : null;
    return {
      paths: await pathsOf(all.slice(0, paths.length), from, { ...options, optional }, io),
      others: all.slice(paths.length + list.length),
    };
  };

  recording(
    resuming(
      remote(listing(command('check [path...]', 'what the registry knows of files and folders'))),
    ),
  )
    .option('--locate', 'also ask where files differ: sends digests of groups of words')
    .option(
      '--leaked-at <date>',
      'when they were published, UTC: was it registered before?',
      instant,
    )
    .option('--receipts', 'with --json: keep signed receipts, for `empreinte verify`')
    .option('--keep', 'have signed receipts kept at the registry, and print their addresses')
    .action(async (paths: string[], options) => {
      const { checkCommand } = await import('./check.ts');
      const { paths: all, others } = await named(paths, options, ...journalIn(options));
      const [journalPath] = others;
      finish(await checkCommand(all, { ...options, ...(journalPath && { journalPath }) }, io));
    });

  remote(reading(command('compare <suspect>', 'where a file differs from a record or a file')))
    .option('--with <record>', 'record to compare with: sends digests of groups of words')
    .option('--original <file>', 'the genuine file: shows both sides, and sends no text digests')
    .option('--receipts', 'with --with and --json: keep signed receipts, for `empreinte verify`')
    .action(async (path: string, options) => {
      const { compareCommand } = await import('./compare.ts');
      const [suspect, original] = raw(path, ...(options.original ? [options.original] : []));
      finish(await compareCommand(suspect as Buffer, original ?? null, options, io));
    });

  reading(
    command(
      'verify <report>',
      'offline: what the receipts of a report, or one at its address, prove',
    ),
  )
    .option('--file <file>', 'the file; without it no verdict is shown')
    .option('--keys <file>', 'keys that you have pinned; else EMPREINTE_PINS')
    .action(async (path: string, options) => {
      const { verifyCommand } = await import('./verify.ts');
      const [report, file] = raw(path, ...(options.file === undefined ? [] : [options.file]));
      finish(await verifyCommand(report as Buffer, file ?? null, options, io));
    });

  remote(command('keys', 'keys of the registry, to be pinned by whoever verifies receipts'))
    .option('--show <file>', 'fingerprints of the keys in a pin file; asks nobody')
    .option('--pinned <file>', 'an earlier pin file, from which the keys must follow by the log')
    .action(async (options) => {
      const { keysCommand } = await import('./pin-file.ts');
      finish(await keysCommand(options, io));
    });

  recording(
    keyed(
      resuming(
        remote(
          listing(command('register [path...]', 'register documents as originals of a corpus')),
        ),
      ),
    ),
  )
    .requiredOption('--corpus <id>', 'corpus to register into')
    .option('--mbox <file>', 'a mailbox, each mail a document; may be repeated', collect, [])
    .option('--maildir <folder>', 'a Maildir, each mail a document; may be repeated', collect, [])
    .option('--imap-export <folder>', 'mailboxes as mail programs keep them', collect, [])
    .option('--ledger <file>', 'write what became of every file, and the totals, to a file')
    .option('--decoy', 'documents that are false: found by nobody until they are opened')
    .option('--dry-run', 'read everything, send nothing')
    .action(async (paths: string[], options) => {
      const { registerCommand } = await import('./register.ts');
      const { mbox, maildir, imapExport, ledger } = options as {
        mbox: string[];
        maildir: string[];
        imapExport: string[];
        ledger?: string;
      };
      const journal = journalIn(options);
      const boxes = [...mbox, ...maildir, ...imapExport];
      const more = [...boxes, ...journal, ...(ledger === undefined ? [] : [ledger])];
      const { paths: all, others } = await named(paths, options, ...more);
      const mboxes = others.splice(0, mbox.length);
      const maildirs = others.splice(0, maildir.length);
      const imapExports = others.splice(0, imapExport.length);
      const [journalPath] = others.splice(0, journal.length);
      const [ledgerPath] = others;
      const bytes = {
        mboxes,
        maildirs,
        imapExports,
        ...(journalPath && { journalPath }),
        ...(ledgerPath && { ledgerPath }),
      };
      finish(await registerCommand(all, { ...options, ...bytes }, io));
    });

  remote(command('open <record>', 'say of a decoy that it is one, from now on and for good'))
    .option('--reason <text>', 'one line, shown to whoever asks for the record')
    .action(async (record: string, options) => {
      const { openCommand } = await import('./event.ts');
      finish(await openCommand(record, options, io));
    });

  signing(remote(command('withdraw <record>', 'its registrant no longer stands by a record')))
    .requiredOption('--reason <text>', 'one line, shown to whoever asks for the record')
    .action(async (record: string, options) => {
      const { withdrawCommand } = await import('./statement.ts');
      finish(await withdrawCommand(record, options, io));
    });

  recording(
    listing(command('digest [path...]', 'SHA-256, ssdeep and TLSH of files, without a registry')),
  ).action(async (paths: string[], options: CommonOptions & ListOptions) => {
    const { digestCommand } = await import('./digest.ts');
    const { paths: all } = await named(paths, options);
    finish(await digestCommand(all, options, io));
  });

  reading(command('fingerprint <file>', 'one item of a POST /v1/check body')).action(
    async (path: string, options: CommonOptions) => {
      const { fingerprintCommand } = await import('./fingerprint.ts');
      finish(await fingerprintCommand(raw(path)[0] as Buffer, options, io));
    },
  );

  command('score <a> <b>', 'ssdeep score and TLSH distance of two files or digests').action(
    async (a: string, b: string, options: CommonOptions) => {
      const { scoreCommand } = await import('./score.ts');
      const [left, right] = raw(a, b) as [Buffer, Buffer];
      finish(await scoreCommand(left, right, options, io));
    },
  );

  command('keygen <file>', 'a new signing key: FILE, and FILE.pub for the registry')
    .option('--comment <text>', 'name of the key', 'empreinte')
    .action(async (path: string, options: { comment: string }) => {
      const { keygenCommand } = await import('./key-file.ts');
      finish(keygenCommand(path, options.comment, io));
    });

  program
    .command('witness')
    .description('cosign the log of a registry, as long as it only grows; runs until it is ended')
    .requiredOption('--name <name>', 'name of the witness, e.g. temoin.example/redaction')
    .requiredOption('--state <file>', 'what was cosigned last; keep it: a witness must not forget')
    .option('--log <verifier-key>', 'a log to follow; may be repeated', collect, [])
    .option('--key <file>', 'its own SSH key (Ed25519, no passphrase); else EMPREINTE_KEY')
    .option('--listen <address>', 'where it answers', '127.0.0.1:8790')
    .option('--verbose', 'traces of what goes wrong')
    .action(async (options) => {
      const { witnessCommand } = await import('./witness.ts');
      finish(await witnessCommand(options, io));
    });

  program
    .command('completion <shell>')
    .description('a completion script for bash, zsh or fish')
    .action(async (shell: string) => {
      const { completionCommand } = await import('./completion.ts');
      finish(completionCommand(shell, program, io));
    });

  recording(remote(command('corpora', 'what the registry covers'))).action(
    async (options: CommonOptions) => {
      const { corporaCommand } = await import('./corpora.ts');
      finish(await corporaCommand(options, io));
    },
  );

  watchCommands(program, io, finish, (path) => raw(path)[0] as Buffer);
  adminCommands(program, io, finish);
  helpFor(program);

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.trouble;
    const told = error instanceof Failure ? error.message : `unexpected fault: ${String(error)}`;
    io.stderr.write(`empreinte: ${told}\n`);
    if (verbose) io.stderr.write(`${traceOf(error)}\n`);
    else if (!(error instanceof Failure)) io.stderr.write('--verbose shows where\n');
    return error instanceof Failure ? error.exitCode : EXIT.trouble;
  }
}

/** The stack of an error and of what caused it. */
function traceOf(error: unknown): string {
  const lines: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) lines.push(at.stack ?? String(at));
  return lines.join('\ncaused by ');
}
