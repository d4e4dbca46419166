import { ApiError } from '../client/api-error.ts';
import { asFailure } from './api-failure.ts';
import { safeJson, safeText } from './escape.ts';
import { EXIT } from './failure.ts';
import type { Io } from './io.ts';
import { type CommonOptions, clientOf } from './settings.ts';

/** `empreinte corpora`: what the registry covers, in the registrants' own words. */
export async function corporaCommand(options: CommonOptions, io: Io): Promise<number> {
  const client = clientOf(options, io);
  const { corpora } = await client.corpora().catch((error: unknown) => {
    throw error instanceof ApiError ? asFailure(error) : error;
  });
  for (const corpus of corpora) {
    if (options.json) {
      io.stdout.write(`${safeJson(corpus)}\n`);
    } else {
      const { id, policy, records, registrant, title, coverage } = corpus;
      const fields = [id, policy, String(records), registrant, title, coverage];
      io.stdout.write(`${fields.map(safeText).join('\t')}\n`);
    }
  }
  return EXIT.ok;
}
