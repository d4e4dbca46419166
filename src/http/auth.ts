/** Bearer tokens (RFC 6750), known to the registry by their SHA-256 only. */
import { HttpProblem } from './problem.ts';

const BEARER = /^bearer +([A-Za-z0-9\-._~+/]{1,512}=*)$/i;

/**
 * Lower-case hex SHA-256 of the request's bearer token.
 *
 * @throws HttpProblem `token_required` when there is none or it is malformed
 */
export async function bearerDigest(request: Request): Promise<string> {
  const token = BEARER.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token) throw unauthorized('token_required');
  return sha256Hex(new TextEncoder().encode(token));
}

/** A 401 with the challenge that RFC 9110 section 11.6.1 asks for. */
export function unauthorized(code: 'token_required' | 'token_unknown'): HttpProblem {
  const challenge =
    code === 'token_required'
      ? 'Bearer realm="empreinte"'
      : 'Bearer realm="empreinte", error="invalid_token"';
  return new HttpProblem(code, undefined, { headers: { 'www-authenticate': challenge } });
}

/**
 * Lets an admin through.
 *
 * @param expected hex SHA-256 of the admin's token, null when none is configured
 * @throws HttpProblem `admin_closed`, `token_required`, `token_unknown`
 */
export async function requireAdmin(request: Request, expected: string | null): Promise<void> {
  if (expected === null) throw new HttpProblem('admin_closed');
  if (!equalDigests(await bearerDigest(request), expected)) throw unauthorized('token_unknown');
}

/** Lower-case hex SHA-256 of bytes. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(
    await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>),
  );
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Compares two hex digests in a time that depends on their length only. */
export function equalDigests(a: string, b: string): boolean {
  let different = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) different |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return different === 0;
}
