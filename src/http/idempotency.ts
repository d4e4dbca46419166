import type { Deps } from './deps.ts';
import { HttpProblem } from './problem.ts';

/** A string of Structured Fields (RFC 9651), as the draft has it, or the bare word of many clients. */
const STRING = /^"((?:[ !#-[\]-~]|\\["\\]){1,255})"$/;
const WORD = /^[A-Za-z0-9._~:+/=-]{1,255}$/;

/**
 * Does a request that carries an `Idempotency-Key` once, or lets it be answered again. Without the
 * header it is done as it comes.
 *
 * @param owner whom the key belongs to: others may use the same
 * @param digest hex SHA-256 of the body
 * @param act must give a repeat of the same body the same answer
 * @throws HttpProblem `idempotency_key_invalid`, `idempotency_key_reused`, `idempotency_in_progress`
 */
export async function once<T>(
  deps: Deps,
  request: Request,
  owner: string,
  digest: string,
  act: () => Promise<T>,
): Promise<T> {
  const sent = request.headers.get('idempotency-key');
  if (sent === null) return act();
  const word = STRING.exec(sent)?.[1] ?? WORD.exec(sent)?.[0];
  if (word === undefined) throw new HttpProblem('idempotency_key_invalid');
  const key = `${owner}\n${new URL(request.url).pathname}\n${word}`;
  const begun = await deps.idempotency.begin(key, digest, new Date());
  if (begun === 'other') throw new HttpProblem('idempotency_key_reused');
  if (begun === 'running') {
    throw new HttpProblem('idempotency_in_progress', undefined, {
      headers: { 'retry-after': '2' },
    });
  }
  try {
    const answer = await act();
    if (begun === 'new') await deps.idempotency.done(key);
    return answer;
  } catch (error) {
    if (begun === 'new') await deps.idempotency.release(key);
    throw error;
  }
}
