import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_FILE_TIMEOUT_S } from './defaults.ts';

/** A command that inherits its parent's settings, with the options all commands have. */
export function commandOf(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .option('--json', 'one JSON object a line')
    .option('--no-color', 'no colour')
    .option('--no-input', 'ask nothing; nothing is ever asked')
    .option('--verbose', 'traces of what goes wrong');
}

/** Commands that print records: a table or words at a terminal, elsewhere JSON, an object a line. */
export function recording(command: Command): Command {
  return command.option('--lines', 'fields separated by tabs, a record a line, instead of JSON');
}

/** Whether what `command` prints is to be JSON although nobody asked for it. */
export function isJsonByDefault(command: Command, isTTY: boolean): boolean {
  const { lines } = command.opts<{ lines?: boolean }>();
  return !isTTY && !lines && command.options.some(({ long }) => long === '--lines');
}

/** Commands that ask a registry. */
export function remote(command: Command): Command {
  return command
    .option('--server <address>', 'address of the registry; else EMPREINTE_SERVER')
    .option('--token-file <file>', 'file that holds the token; else EMPREINTE_TOKEN_FILE');
}

/** Commands that sign with a key. */
export function keyed(command: Command): Command {
  return command
    .option(
      '--key <file>',
      'SSH key (Ed25519) that signs, or the .pub of one in an ssh-agent; else EMPREINTE_KEY',
    )
    .addOption(
      new Option('--environment <name>', 'what the signature is for').choices([
        'production',
        'staging',
        'local',
      ]),
    );
}

/** Commands that make a statement, which several may have to sign. */
export function signing(command: Command): Command {
  return keyed(command).option('--out <file>', 'write the signed statement for others to sign');
}

/** Commands that read files. */
export function reading(command: Command): Command {
  return command
    .option('--jobs <n>', 'files read at the same time, each in up to 1 GB', positive)
    .option(
      '--file-timeout <seconds>',
      `time one file may take to read (default ${DEFAULT_FILE_TIMEOUT_S})`,
      positive,
    );
}

/** Commands that leave something on the disk to go on from. */
export function resuming(command: Command): Command {
  return command
    .option('--resume', 'go on where a killed run of the same command ended')
    .option('--journal <file>', 'what --resume reads; by default a file in XDG_STATE_HOME')
    .option('--no-journal', 'leave nothing on the disk to resume from');
}

/** The file of `--journal`, where one is named. */
export function journalIn({ journal }: { journal?: unknown }): string[] {
  return typeof journal === 'string' ? [journal] : [];
}

/** Commands that read any number of files. */
export function listing(command: Command): Command {
  return reading(command)
    .option('--files-from <file>', 'a list of more paths, one a line; - is standard input')
    .option('-0, --null', 'names in that list end with a zero byte, as find -print0 has them');
}

/** Values of an option that may be repeated. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** A UTC day or instant. */
export function instant(text: string): string {
  const form = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?Z)?$/;
  if (!form.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('expected 2027-05-01 or 2027-05-01T18:00:00Z.');
  }
  return text;
}

function positive(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value < 1) {
    throw new InvalidArgumentError('expected a whole number from 1 to 99999.');
  }
  return value;
}
