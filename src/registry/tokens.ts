import { bytesToHex, randomBytes } from '@noble/hashes/utils.js';
import { createToken, tokenDigest } from '../tlog/token.ts';
import type { HeldToken } from './admin-store.ts';
import type { TokenAnswer, TokenInfo, TokenRequest } from './contract.ts';
import { RegistryError } from './errors.ts';
import type { Store } from './store.ts';

export { equalDigests, type Scope, scopeOf, tokenDigest } from '../tlog/token.ts';

/** A token left in a drawer is worth nothing after a year, or what was asked for, at most two. */
const DEFAULT_LIFETIME_DAYS = 365;
const MAX_LIFETIME_DAYS = 730;
const DAY_MS = 86_400_000;

/**
 * Makes a token, shown once; the store keeps its digest.
 *
 * @throws RegistryError `unknown_registrar`, `token_invalid`
 */
export async function issueToken(
  store: Store,
  now: Date,
  { scope, name, registrar, expires }: TokenRequest,
): Promise<TokenAnswer> {
  if ((scope === 'registrar') !== (registrar !== undefined)) {
    throw invalid('/registrar', "a registrar's token, and no other, names its registrar");
  }
  if (registrar !== undefined && !(await store.registrar(registrar))) {
    throw new RegistryError('unknown_registrar', `No registrar ${registrar}.`);
  }
  const until = expires ? Date.parse(expires) : now.getTime() + DEFAULT_LIFETIME_DAYS * DAY_MS;
  if (!(until > now.getTime() && until <= now.getTime() + MAX_LIFETIME_DAYS * DAY_MS)) {
    throw invalid('/expires', `must lie ahead, at most ${MAX_LIFETIME_DAYS} days`);
  }
  const token = createToken(scope);
  const info: TokenInfo = {
    id: `tok_${bytesToHex(randomBytes(8))}`,
    scope,
    name,
    registrar: registrar ?? null,
    created_at: now.toISOString(),
    expires_at: new Date(until).toISOString(),
    revoked_at: null,
  };
  await store.addToken({ ...info, sha256: tokenDigest(token) });
  return { ...info, token };
}

/** Who holds a token that is known, not expired and not revoked; null for any other. */
export async function holderOf(
  store: Pick<Store, 'token'>,
  now: Date,
  sha256: string,
): Promise<HeldToken | null> {
  const held = await store.token(sha256);
  const open = held && held.revoked_at === null && Date.parse(held.expires_at) > now.getTime();
  return open ? held : null;
}

/** @throws RegistryError `unknown_token` */
export async function revokeToken(store: Store, now: Date, id: string): Promise<TokenInfo> {
  const revoked = await store.revokeToken(id, now.toISOString());
  if (!revoked) throw new RegistryError('unknown_token', 'No such token.');
  return revoked;
}

function invalid(pointer: string, detail: string): RegistryError {
  return new RegistryError('token_invalid', detail, [{ pointer, detail }]);
}
