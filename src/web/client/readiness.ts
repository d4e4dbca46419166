import { loadClient } from './later-client.ts';
import { prepareReader } from './reader.ts';

/**
 * Fetches what a check takes before there is a file for it: it is being dragged or looked for. What cannot be
 * fetched now is fetched when it is needed, and missed aloud then.
 */
export function prepareCheck(): void {
  prepareReader();
  void loadClient().catch(() => {});
}
