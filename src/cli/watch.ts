import type {
  DeliveriesAnswer,
  Delivery,
  WatchAnswer,
  WatchesAnswer,
  WatchInfo,
  WatchSecretAnswer,
} from '../registry/contract.ts';
import { ask } from './ask.ts';
import { safeJson, safeText } from './escape.ts';
import { EXIT } from './failure.ts';
import type { Io } from './io.ts';
import { askingPoolOf, type CommonOptions } from './settings.ts';
import { sideOf } from './side.ts';

export interface WatchOptions extends CommonOptions {
  readonly url: string;
  readonly expires?: string;
}

/** `empreinte watch add`: to be told when the document is registered. */
export async function watchAddCommand(
  path: Buffer,
  { url, expires, ...options }: WatchOptions,
  io: Io,
): Promise<number> {
  const pool = askingPoolOf(options, io);
  try {
    const { print } = await sideOf(path, pool, io);
    const { fingerprint } = print;
    const request = { fingerprint, url, ...(expires === undefined ? {} : { expires }) };
    const made = (await ask('POST', 'v1/watches', options, io, request)) as WatchAnswer;
    if (options.json) io.stdout.write(`${safeJson(made)}\n`);
    else {
      tellWatch(made, io);
      if (made.secret !== null) tellSecret(made.secret, io);
    }
    return EXIT.ok;
  } finally {
    pool.close();
  }
}

export async function watchListCommand(options: CommonOptions, io: Io): Promise<number> {
  const { watches } = (await ask('GET', 'v1/watches', options, io)) as WatchesAnswer;
  for (const watch of watches) {
    if (options.json) io.stdout.write(`${safeJson(watch)}\n`);
    else tellWatch(watch, io);
  }
  return EXIT.ok;
}

export async function watchRemoveCommand(
  id: string,
  options: CommonOptions,
  io: Io,
): Promise<number> {
  await ask('DELETE', `v1/watches/${encodeURIComponent(id)}`, options, io);
  if (options.json) io.stdout.write(`${safeJson({ id, state: 'removed' })}\n`);
  else io.stdout.write(`${safeText(id)}\tremoved\n`);
  return EXIT.ok;
}

/** `empreinte watch deliveries`: what became of the messages. */
export async function watchDeliveriesCommand(
  { dead, ...options }: CommonOptions & { readonly dead?: boolean },
  io: Io,
): Promise<number> {
  const path = `v1/watches/deliveries${dead ? '?state=dead' : ''}`;
  const { deliveries } = (await ask('GET', path, options, io)) as DeliveriesAnswer;
  for (const delivery of deliveries) {
    if (options.json) io.stdout.write(`${safeJson(delivery)}\n`);
    else tellDelivery(delivery, io);
  }
  return EXIT.ok;
}

/** `empreinte watch secret`: another one; the one before verifies for a day still. */
export async function watchSecretCommand(options: CommonOptions, io: Io): Promise<number> {
  const made = (await ask('POST', 'v1/watches/secret', options, io)) as WatchSecretAnswer;
  io.stdout.write(`${options.json ? safeJson(made) : safeText(made.secret)}\n`);
  if (!options.json && made.previous_until !== null) {
    io.stderr.write(`the one before signs too until ${safeText(made.previous_until)}\n`);
  }
  return EXIT.ok;
}

function tellWatch({ id, state, created_at, expires_at }: WatchInfo, io: Io): void {
  io.stdout.write(`${[id, state, created_at, expires_at].map(safeText).join('\t')}\n`);
}

function tellDelivery({ id, watch, state, attempts, next_at, last }: Delivery, io: Io): void {
  const told = [last?.at, last?.status, last?.error, next_at].map((one) => String(one ?? '-'));
  const fields = [id, watch, state, String(attempts), ...told];
  io.stdout.write(`${fields.map(safeText).join('\t')}\n`);
}

function tellSecret(secret: string, io: Io): void {
  io.stderr.write(
    `${safeText(secret)} verifies the messages of all watches of this token; shown only now\n`,
  );
}
