import { ApiError } from '../client/api-error.ts';
import type { EventRequest } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';
import { safeJson, safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { type CommonOptions, clientOf } from './settings.ts';

export interface EventOptions extends CommonOptions {
  readonly reason?: string;
}

/** `empreinte open`: a registrar says of a decoy that it is one. */
export async function openCommand(
  record: string,
  { reason, ...options }: EventOptions,
  io: Io,
): Promise<number> {
  if (!RECORD_ID.test(record)) throw notARecord(record);
  const event: EventRequest = { kind: 'opened', reason: reason ?? null };
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

export const RECORD_ID = /^rec_[a-z2-7]{26}$/;

export function notARecord(record: string): Failure {
  return new Failure(`not a record: ${safeText(record)}; records are rec_ and 26 characters`);
}
