import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import type { Rotated } from './admin-rotate.ts';
import type { Io } from './io.ts';
import { commandOf, keyed, remote, signing } from './options.ts';

const EXAMPLES = `Examples:
  empreinte admin secrets > secrets.env        keys and the digest of a one-time bootstrap token
  empreinte admin bootstrap --key me --holder 'Camille=me.pub' --save-token admin.token
  empreinte admin corpus put campaign --title 'Campaign' --registrant 'Us' --coverage 'press@'
  empreinte admin corpus put embargo --title 'Book' --registrant 'Us' --coverage 'Proofs' \\
      --policy sealed --sealed-until 2027-05-01T18:00:00Z
  empreinte admin registrar add treasury --corpus campaign --name Treasury \\
      --public-key treasury.pub --key me
  empreinte admin token create --scope registrar --registrar treasury --name 'treasury laptop'
  empreinte admin token create --scope accredited --name 'Le Quotidien'
  empreinte admin freeze --key me --reason 'laptop stolen'
  empreinte admin rotate lookup secrets.env > next.env      a new key in front of LOOKUP_KEYS
  empreinte admin backup 2027-04-30/            everything, sealed as it is, to files

Where two or more must sign:
  empreinte withdraw rec_… --reason 'A draft' --key me --out draft.json
  empreinte admin sign draft.json --key other       on the other's machine
  empreinte admin send draft.json
`;

/** `empreinte admin …`: what the operator and the keyholders do. */
export function adminCommands(program: Command, io: Io, finish: (code: number) => void): void {
  const admin = program
    .command('admin')
    .description('keys, tokens, registrars, corpora of a registry')
    .addHelpText('before', EXAMPLES)
    .helpCommand(false);
  const command = (parent: Command, usage: string, description: string) =>
    commandOf(parent, usage, description);
  const holders = (made: Command) =>
    made
      .requiredOption('--holder <name=file>', "a keyholder's name and public key file", collect)
      .option('--required <n>', 'how many of them must sign', count, 1);

  command(admin, 'secrets', 'what a new registry is configured with').action(async () => {
    const { secretsCommand } = await import('./admin.ts');
    finish(secretsCommand(io));
  });

  command(admin, 'rotate', 'the secret of a registry with a new key in front')
    .addArgument(
      new Argument('<which>', 'whose key').choices(['log', 'receipts', 'lookup', 'seal']),
    )
    .argument('[file]', 'the present secret, alone or as NAME="…" among others', '-')
    .action(async (which: Rotated, path: string) => {
      const { rotateCommand } = await import('./admin-rotate.ts');
      finish(await rotateCommand(which, path, io));
    });

  holders(
    signing(remote(command(admin, 'bootstrap', 'name the keyholders, with the bootstrap token'))),
  )
    .option('--save-token <file>', 'write the admin token there instead of printing it')
    .action(async (options) => {
      const { bootstrapCommand } = await import('./admin-keyholders.ts');
      finish(await bootstrapCommand(options, io));
    });

  holders(
    signing(remote(command(admin, 'keyholders', 'other keys decide; the present ones sign'))),
  ).action(async (options) => {
    const { keyholdersCommand } = await import('./admin-keyholders.ts');
    finish(await keyholdersCommand(options, io));
  });

  remote(command(admin, 'status', 'who decides, and whether registration is frozen')).action(
    async (options) => {
      const { statusCommand } = await import('./admin.ts');
      finish(await statusCommand(options, io));
    },
  );

  const registrar = admin.command('registrar').description('who registers').helpCommand(false);
  signing(remote(command(registrar, 'add <id>', 'declare a registrar, or its new key')))
    .requiredOption('--corpus <id>', 'corpus that it registers into')
    .requiredOption('--name <name>', 'shown beside its registrations')
    .requiredOption('--public-key <file>', 'its public key file')
    .action(async (id: string, options) => {
      const { registrarCommand } = await import('./admin.ts');
      finish(await registrarCommand(id, options, io));
    });

  const corpus = admin.command('corpus').description('what is registered').helpCommand(false);
  remote(command(corpus, 'put <id>', 'declare or change a corpus'))
    .requiredOption('--title <text>', 'its title')
    .requiredOption('--registrant <text>', 'in whose name it is registered')
    .requiredOption('--coverage <text>', 'what it covers, in a sentence')
    .addOption(
      new Option('--policy <policy>', 'whom it answers; else as before, a new one anybody').choices(
        ['public', 'accredited', 'sealed'],
      ),
    )
    .option('--sealed-until <instant>', 'UTC, from when a sealed corpus answers anybody')
    .addOption(new Option('--locate <on|off>', 'whether places may be told').choices(['on', 'off']))
    .action(async (id: string, options) => {
      const { corpusCommand } = await import('./admin.ts');
      finish(await corpusCommand(id, options, io));
    });

  signing(remote(command(corpus, 'cover <id> <file>', 'sign what a corpus covers, from JSON')))
    .option('--ledger <file>', 'ledger of a registration, to count from; repeated', collect, [])
    .action(async (id: string, path: string, options) => {
      const { coverageCommand } = await import('./admin.ts');
      finish(await coverageCommand(id, path, options, io));
    });

  const token = admin.command('token').description('what opens the API').helpCommand(false);
  remote(command(token, 'create', 'make a token, shown once'))
    .addOption(
      new Option('--scope <scope>', 'what it opens')
        .choices(['admin', 'registrar', 'accredited'])
        .makeOptionMandatory(),
    )
    .requiredOption('--name <name>', 'for whom')
    .option('--registrar <id>', "whose it is, of a registrar's token")
    .option('--expires <instant>', 'UTC, e.g. 2027-06-30T00:00:00Z; a year from now by default')
    .action(async (options) => {
      const { tokenCreateCommand } = await import('./admin-token.ts');
      finish(await tokenCreateCommand(options, io));
    });
  remote(command(token, 'list', 'the tokens that were made')).action(async (options) => {
    const { tokenListCommand } = await import('./admin-token.ts');
    finish(await tokenListCommand(options, io));
  });
  remote(command(token, 'revoke <id>', 'from now on it opens nothing')).action(
    async (id: string, options) => {
      const { tokenRevokeCommand } = await import('./admin-token.ts');
      finish(await tokenRevokeCommand(id, options, io));
    },
  );

  keyed(remote(command(admin, 'freeze', 'stop registration, with any one key or the paper code')))
    .option('--reason <text>', 'one line, shown to everybody')
    .option('--code', 'read the paper code from standard input instead of signing')
    .action(async (options) => {
      const { freezeCommand } = await import('./admin.ts');
      finish(await freezeCommand(options, io));
    });
  signing(remote(command(admin, 'unfreeze', 'let registration go on'))).action(async (options) => {
    const { unfreezeCommand } = await import('./admin.ts');
    finish(await unfreezeCommand(options, io));
  });

  remote(command(admin, 'doctor', 'what of the set-up is not as it must be')).action(
    async (options) => {
      const { doctorCommand } = await import('./doctor.ts');
      finish(await doctorCommand(options, io));
    },
  );
  remote(
    command(admin, 'backup <folder>', 'copy all that the registry keeps, sealed as it is'),
  ).action(async (path: string, options) => {
    const { backupCommand } = await import('./backup.ts');
    finish(await backupCommand(path, options, io));
  });
  remote(
    command(admin, 'restore <folder>', 'a backup into an empty registry, with the bootstrap token'),
  ).action(async (path: string, options) => {
    const { restoreCommand } = await import('./backup.ts');
    finish(await restoreCommand(path, options, io));
  });

  keyed(command(admin, 'sign <file>', 'add a signature to a statement in a file')).action(
    async (path: string, options) => {
      const { signCommand } = await import('./statement.ts');
      finish(await signCommand(path, options, io));
    },
  );
  remote(command(admin, 'send <file>', 'hand in a statement that enough keys have signed'))
    .option('--bootstrap', 'the first one, with the bootstrap token')
    .action(async (path: string, options) => {
      const { sendCommand } = await import('./statement.ts');
      finish(await sendCommand(path, options, io));
    });
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function count(text: string): number {
  const value = Number(text);
  if (!/^\d{1,2}$/.test(text) || value < 1 || value > 20) {
    throw new InvalidArgumentError('expected a whole number from 1 to 20.');
  }
  return value;
}
