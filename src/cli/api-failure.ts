import type { ApiError } from '../client/api-error.ts';
import { safeText } from './escape.ts';
import { Failure } from './failure.ts';

/** What to do about a code; the rest speak for themselves. */
const NEXT: Readonly<Record<string, string>> = {
  unreachable: 'is the registry running? see --server and EMPREINTE_SERVER',
  timeout: 'try again later',
  bad_answer: 'see --server',
  token_required: 'set EMPREINTE_TOKEN_FILE, EMPREINTE_TOKEN or --token-file',
  token_unknown: 'see EMPREINTE_TOKEN_FILE, EMPREINTE_TOKEN and --token-file',
};

/**
 * A failed call in one line: what the registry said, of which files, what to do next.
 *
 * @param names file names of the items sent, in their order, as harmless text
 */
export function asFailure(error: ApiError, names: readonly string[] = []): Failure {
  const lines = [error.detail];
  for (const { pointer, detail } of error.errors.slice(0, 5)) {
    const index = /^\/items\/(\d+)(?:\/|$)/.exec(pointer)?.[1];
    const name = index === undefined ? undefined : names[Number(index)];
    lines.push(`${name ?? safeText(pointer)}: ${detail}`);
  }
  const next = NEXT[error.code];
  if (next) lines.push(next);
  const code = error.status === 0 ? '' : ` (${error.code}, ${error.status})`;
  return new Failure(`${lines.map((line) => line.replace(/[\r\n]+/g, ' ')).join('; ')}${code}`, {
    cause: error,
  });
}
