/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import { createClient } from '../../client/client.ts';
import type { Answer } from '../answer.ts';
import type { PrintsOf } from '../exports.ts';
import type { Catalogue, Language } from '../locales/index.ts';
import { KEEP_WORDS } from './keep-words.ts';
import { signedOutcomes } from './signed.ts';

/** What became of the reader's wish to keep a receipt. */
type Keeping =
  | { readonly kind: 'not_asked' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'kept'; readonly id: string; readonly salt: string; readonly until: string };

/** Offers to have the answer signed and kept at an address; nothing is kept unless it is pressed. */
export function KeepReceipt({
  t,
  answer,
  printsOf,
}: {
  t: Catalogue;
  answer: Answer;
  printsOf: PrintsOf;
}) {
  const [keeping, setKeeping] = useState<Keeping>({ kind: 'not_asked' });
  if (answer.outcome.kind !== 'answered' || answer.fingerprint === null) return null;
  const words = KEEP_WORDS[t.lang as Language];
  const keep = async () => {
    setKeeping({ kind: 'asked' });
    try {
      setKeeping(await keptOf(answer, printsOf));
    } catch (error) {
      console.info(error);
      setKeeping({ kind: 'failed' });
    }
  };
  return (
    <section class="sec keep" aria-labelledby={`${answer.id}-keep`}>
      <h3 id={`${answer.id}-keep`}>{words.heading}</h3>
      <p class="hint">{words.hint}</p>
      {keeping.kind !== 'kept' && (
        <button
          class="btn"
          type="button"
          disabled={keeping.kind === 'asked'}
          onClick={() => void keep()}
        >
          {words.button}
        </button>
      )}
      <p role="status">
        {keeping.kind === 'asked' && words.busy}
        {keeping.kind === 'kept' && words.kept(t.format.day(keeping.until))}
      </p>
      {keeping.kind === 'kept' && <Address t={t} kept={keeping} />}
      {keeping.kind === 'failed' && (
        <p class="fault" role="alert">
          {words.failed}
        </p>
      )}
    </section>
  );
}

function Address({ t, kept }: { t: Catalogue; kept: Extract<Keeping, { kind: 'kept' }> }) {
  const path = t.lang === 'fr' ? '/fr/recu' : '/en/receipt';
  const address = `${location.origin}${path}/${kept.id}#${kept.salt}`;
  return (
    <p>
      <a class="mono" href={address}>
        {address}
      </a>
    </p>
  );
}

async function keptOf(answer: Answer, printsOf: PrintsOf): Promise<Keeping> {
  const client = createClient({ server: location.origin });
  const signed = (await signedOutcomes(client, [answer], printsOf)).get(answer.id);
  if (!signed) throw new Error('no receipt');
  const { receipt, salt } = signed.receipt;
  const { id, expires_at } = await client.keepReceipt(receipt);
  return { kind: 'kept', id, salt, until: expires_at };
}
