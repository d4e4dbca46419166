import { ApiError } from '../client/api-error.ts';
import type { EventKind, EventRequest } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';
import { safeJson, safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { type CommonOptions, clientOf } from './settings.ts';

export interface EventOptions extends CommonOptions {
  readonly reason?: string;
}

/** `empreinte open` and `empreinte withdraw`: what a registrar says of a record afterwards. */
export async function eventCommand(
  kind: EventKind,
  record: string,
  { reason, ...options }: EventOptions,
  io: Io,
): Promise<number> {
  if (!/^rec_[a-z2-7]{26}$/.test(record)) {
    throw new Failure(`not a record: ${safeText(record)}; records are rec_ and 26 characters`);
  }
  const event: EventRequest =
    kind === 'opened' ? { kind, reason: reason ?? null } : { kind, reason: reason ?? '' };
  const answer = await clientOf(options, io)
    .noteEvent(record, event)
    .catch((error: unknown) => {
      throw error instanceof ApiError ? asFailure(error) : error;
    });
  if (options.json) io.stdout.write(`${safeJson(answer)}\n`);
  else {
    for (const { kind: what, at } of answer.events) {
      io.stdout.write(`${[answer.record, what, at].map(safeText).join('\t')}\n`);
    }
  }
  return EXIT.ok;
}
