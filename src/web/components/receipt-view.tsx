/** @jsxImportSource hono/jsx */
import type { KeptReceipt } from '../../registry/contract.ts';
import type { Catalogue } from '../locales/index.ts';
import type { ReceiptWords } from '../locales/receipt.ts';
import { qrOf, viewBoxOf } from '../qr.ts';

/** What of a receipt is shown without its file: nothing of its answer. */
export interface ReceiptClaims {
  readonly iss: string;
  readonly at: string;
  readonly kid: string;
  readonly compared: boolean;
  readonly consulted: readonly { readonly id: string; readonly records: number }[];
  readonly closed: readonly string[];
  readonly log: { readonly origin: string; readonly size: number };
}

/** Of a receipt that this registry has signed and verified. */
export function claimsOf(jws: string): ReceiptClaims {
  const [header = '', payload = ''] = jws.split('.');
  const claims = part(payload);
  const { consulted, closed } = (claims.corpora ?? {}) as Partial<ReceiptClaims>;
  return {
    iss: `${claims.iss}`,
    at: `${claims.at}`,
    kid: `${part(header).kid}`,
    compared: claims.kind === 'compare',
    consulted: consulted ?? [],
    closed: closed ?? [],
    log: claims.log as ReceiptClaims['log'],
  };
}

function part(encoded: string): Record<string, unknown> {
  const text = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** A kept receipt, to be read, printed, and taken to the verify view. */
export function ReceiptView({
  t,
  words,
  kept,
  address,
}: {
  t: Catalogue;
  words: ReceiptWords;
  kept: KeptReceipt;
  /** Of this page, without what follows `#`, which no server is told. */
  address: string;
}) {
  const claims = claimsOf(kept.receipt);
  const code = qrOf(address);
  return (
    <div class="corner kept" id="kept" data-id={kept.id}>
      <header>
        <h1>{words.heading}</h1>
        <p class="lead">{words.lead}</p>
      </header>
      <div class="columns">
        <div>
          <section class="sec" aria-labelledby="proven-t">
            <h2 id="proven-t">{words.proven}</h2>
            <p>{words.signed(claims.iss, t.format.instant(claims.at))}</p>
            <p>
              {words.key} <span class="mono">{claims.kid}</span>
            </p>
            <p class="hint">{words.keyHint}</p>
          </section>
          <section class="sec" aria-labelledby="stated-t">
            <h2 id="stated-t">{words.stated}</h2>
            <p>{words.answer(claims.compared)}</p>
            {claims.consulted.map(({ id, records }) => (
              <p key={id}>{words.consulted(id, records)}</p>
            ))}
            {claims.closed.length > 0 && <p>{words.closed(t.format.list([...claims.closed]))}</p>}
            <p>{words.log(claims.log.origin, claims.log.size)}</p>
          </section>
          <section class="sec" aria-labelledby="open-t">
            <h2 id="open-t">{words.open}</h2>
            <ul>
              <li>{words.notTied}</li>
              <li>{words.notAll}</li>
              <li>{words.notTrue}</li>
            </ul>
          </section>
        </div>
        <div>
          <section class="sec" aria-labelledby="address-t">
            <h2 id="address-t">{words.address}</h2>
            <svg class="qr" viewBox={viewBoxOf(code)} role="img" aria-label={words.qr}>
              <rect x="-4" y="-4" width="100%" height="100%" />
              <path id="qr" d={code.path} />
            </svg>
            <p class="mono" id="address">
              {address}
            </p>
            <p id="hint" data-salted={words.verifyHint.withSalt}>
              {words.verifyHint.without}
            </p>
            <p>
              <a class="btn primary" id="verify-link" href={t.verify.path}>
                {words.verify}
              </a>
            </p>
            <p class="hint">{words.print}</p>
          </section>
          <section class="sec" aria-labelledby="id-t">
            <h2 id="id-t">{words.id}</h2>
            <p class="mono">{kept.id}</p>
            <p>{words.kept(t.format.day(kept.kept_at), t.format.day(kept.expires_at))}</p>
            <p>
              <a href={`/v1/receipts/${kept.id}`}>{words.raw}</a>
            </p>
          </section>
        </div>
      </div>
    </div>
  );
}
