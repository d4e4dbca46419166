import type { Command } from 'commander';
import type { Io } from './io.ts';
import { commandOf, reading, recording, remote } from './options.ts';

/** `empreinte watch …`: to be told when an absent document is registered. */
export function watchCommands(
  program: Command,
  io: Io,
  finish: (code: number) => void,
  bytesOf: (text: string) => Buffer,
): void {
  const watch = program
    .command('watch')
    .description('be told when a document that is absent now is registered')
    .helpCommand(false);
  const command = (usage: string, description: string) =>
    remote(commandOf(watch, usage, description));

  reading(command('add <file>', 'watch for a file; what is sent is what `check` sends'))
    .requiredOption('--url <address>', 'https address that is told, once, after Standard Webhooks')
    .option('--expires <instant>', 'UTC; by default 180 days from now')
    .action(async (path: string, options) => {
      const { watchAddCommand } = await import('./watch.ts');
      finish(await watchAddCommand(bytesOf(path), options, io));
    });

  recording(command('list', 'the watches of the token')).action(async (options) => {
    const { watchListCommand } = await import('./watch.ts');
    finish(await watchListCommand(options, io));
  });

  command('remove <id>', 'end a watch').action(async (id: string, options) => {
    const { watchRemoveCommand } = await import('./watch.ts');
    finish(await watchRemoveCommand(id, options, io));
  });

  recording(command('deliveries', 'what became of the messages'))
    .option('--dead', 'only those that were given up')
    .action(async (options) => {
      const { watchDeliveriesCommand } = await import('./watch.ts');
      finish(await watchDeliveriesCommand(options, io));
    });

  command('secret', 'a new secret for messages; the old one signs too for a day').action(
    async (options) => {
      const { watchSecretCommand } = await import('./watch.ts');
      finish(await watchSecretCommand(options, io));
    },
  );

  commandOf(watch, 'verify <body>', 'offline: whether a message was signed with the secret')
    .requiredOption('--header-file <file>', 'its headers, `name: value`, one a line')
    .requiredOption('--secret-file <file>', 'the secret of the watches, or two while it changes')
    .option('--at-any-time', 'also where it was sent more than five minutes from now')
    .action(async (path: string, options) => {
      const { watchVerifyCommand } = await import('./watch-verify.ts');
      const files = [path, options.headerFile, options.secretFile].map(bytesOf);
      finish(watchVerifyCommand(files as [Buffer, Buffer, Buffer], options, io));
    });
}
