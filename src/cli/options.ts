import { type Command, Option } from 'commander';

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
