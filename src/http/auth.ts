/** Bearer tokens (RFC 6750), known to the registry by their SHA-256 only. */
import type { HeldToken } from '../registry/admin-store.ts';
import type { Registry } from '../registry/registry.ts';
import type { Registrar } from '../registry/store.ts';
import { equalDigests, type Scope, scopeOf, tokenDigest } from '../registry/tokens.ts';
import { HttpProblem } from './problem.ts';

const BEARER = /^bearer +([A-Za-z0-9\-._~+/]{1,512}=*)$/i;

/**
 * Who holds the request's token. One that is none by its form or check sum, and one of another
 * scope, is refused before the database is asked.
 *
 * @param scopes those that may pass; all when none is named
 * @throws HttpProblem `token_required`, `token_unknown`, `scope_missing`
 */
export async function authenticate(
  request: Request,
  registry: () => { readonly admin: Pick<Registry['admin'], 'holder'> },
  ...scopes: readonly Scope[]
): Promise<HeldToken> {
  const token = bearerOf(request);
  const scope = scopeOf(token);
  if (scope === null) throw unauthorized('token_unknown');
  if (scopes.length > 0 && !scopes.includes(scope)) throw forbidden(scopes);
  const holder = await registry().admin.holder(tokenDigest(token));
  if (holder?.scope !== scope) throw unauthorized('token_unknown');
  return holder;
}

/** The registrar whose token it is. @throws HttpProblem as `authenticate` */
export async function requireRegistrar(
  request: Request,
  registry: () => Registry,
): Promise<Registrar> {
  const { holder } = await authenticate(request, registry, 'registrar');
  if (!holder) throw unauthorized('token_unknown');
  return holder;
}

/**
 * Lets through who holds the one token that names the first keyholders.
 *
 * @param expected hex SHA-256 of the bootstrap token, null when none is configured
 * @throws HttpProblem `admin_closed`, `token_required`, `token_unknown`, `scope_missing`
 */
export function requireBootstrap(request: Request, expected: string | null): void {
  if (expected === null) throw new HttpProblem('admin_closed');
  const token = bearerOf(request);
  const scope = scopeOf(token);
  if (scope !== null && scope !== 'bootstrap') throw forbidden(['bootstrap']);
  if (scope === null || !equalDigests(tokenDigest(token), expected)) {
    throw unauthorized('token_unknown');
  }
}

/** A 401 with the challenge that RFC 9110 section 11.6.1 asks for. */
function unauthorized(code: 'token_required' | 'token_unknown'): HttpProblem {
  const challenge =
    code === 'token_required'
      ? 'Bearer realm="empreinte"'
      : 'Bearer realm="empreinte", error="invalid_token"';
  return new HttpProblem(code, undefined, { headers: { 'www-authenticate': challenge } });
}

function forbidden(scopes: readonly Scope[]): HttpProblem {
  const scope = scopes.join(' ');
  return new HttpProblem('scope_missing', `This route takes tokens of scope: ${scope}.`, {
    headers: {
      'www-authenticate': `Bearer realm="empreinte", error="insufficient_scope", scope="${scope}"`,
    },
  });
}

/** The token of a request. @throws HttpProblem `token_required` */
export function bearerOf(request: Request): string {
  const token = BEARER.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token) throw unauthorized('token_required');
  return token;
}

/** Lower-case hex SHA-256 of bytes. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(
    await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>),
  );
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
