import type { TokenAnswer, TokenInfo, TokenRequest } from '../registry/contract.ts';
import { ask, askAll } from './ask.ts';
import { safeJson, safeText } from './escape.ts';
import { EXIT } from './failure.ts';
import type { Io } from './io.ts';
import type { CommonOptions } from './settings.ts';

export async function tokenCreateCommand(
  { scope, name, registrar, expires, ...options }: CommonOptions & TokenRequest,
  io: Io,
): Promise<number> {
  const request = { scope, name, ...(registrar && { registrar }), ...(expires && { expires }) };
  const made = (await ask('POST', 'v1/tokens', options, io, request)) as TokenAnswer;
  io.stdout.write(`${options.json ? safeJson(made) : safeText(made.token)}\n`);
  if (!options.json) {
    io.stderr.write(`${safeText(made.id)}, until ${safeText(made.expires_at)}; shown only now\n`);
  }
  return EXIT.ok;
}

export async function tokenListCommand(options: CommonOptions, io: Io): Promise<number> {
  for await (const token of askAll<TokenInfo>('v1/tokens', 'tokens', options, io)) {
    tellToken(token, options, io);
  }
  return EXIT.ok;
}

export async function tokenRevokeCommand(
  id: string,
  options: CommonOptions,
  io: Io,
): Promise<number> {
  const path = `v1/tokens/${encodeURIComponent(id)}`;
  tellToken((await ask('DELETE', path, options, io)) as TokenInfo, options, io);
  return EXIT.ok;
}

function tellToken(token: TokenInfo, options: CommonOptions, io: Io): void {
  if (options.json) {
    io.stdout.write(`${safeJson(token)}\n`);
    return;
  }
  const { id, scope, name, registrar, expires_at, revoked_at } = token;
  const state = revoked_at ? `revoked ${revoked_at}` : `until ${expires_at}`;
  io.stdout.write(`${[id, scope, state, registrar ?? '-', name].map(safeText).join('\t')}\n`);
}
