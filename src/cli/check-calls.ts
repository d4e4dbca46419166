import { ApiError } from '../client/api-error.ts';
import type { ItemText } from '../client/check-body.ts';
import { type Asking, checkItems, type Told } from '../client/check-items.ts';
import type { Client } from '../client/client.ts';
import type { CheckItem } from '../registry/contract.ts';
import { asFailure } from './api-failure.ts';
import { safeText } from './escape.ts';

export interface Asked {
  readonly item: CheckItem | ItemText;
  /** The file's name as harmless text, for error messages. */
  readonly name: string;
}

/** As `checkItems`; what fails is told with the names of the files. @throws Failure */
export async function checkInPieces(
  client: Client,
  asked: readonly Asked[],
  options: Asking = {},
): Promise<Told[]> {
  const items = asked.map(({ item }) => item);
  try {
    return await checkItems(client, items, options);
  } catch (error) {
    const names = asked.map(({ name }) => name);
    throw error instanceof ApiError ? asFailure(error, names) : error;
  }
}

/** What went wrong with the item, in one sentence; null for one that has its result. */
export function faultOf(told: Told): string | null {
  switch (told.kind) {
    case 'told':
      return null;
    case 'too_large':
      return 'its fingerprint is too large to send';
    case 'refused':
      return `the registry refused its fingerprint: ${safeText(told.why)}; is this program older than the registry?`;
  }
}
