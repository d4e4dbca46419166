/** @jsxImportSource hono/jsx */
import type { Layer, VerdictFields } from '../../registry/contract.ts';
import type { Catalogue, Wrapped } from '../locales/index.ts';
import type { PrintShown } from '../print-shown.ts';
import { Glyph, type GlyphName } from './glyph.tsx';

type Side = 'differs' | 'unverified' | 'agrees';

const GLYPH_OF: Record<Side, { glyph: GlyphName; tone: string }> = {
  differs: { glyph: 'differs', tone: 'is-differs' },
  unverified: { glyph: 'undecided', tone: 'is-undecided' },
  agrees: { glyph: 'identical', tone: 'is-identical' },
};

/**
 * Layer by layer: what differs first, then what was not verified, then what is equal.
 * Other bytes alone are no alarm, so they are not marked like the rest.
 */
export function Evidence({
  t,
  evidence,
  caption,
  wrapped = null,
}: {
  t: Catalogue;
  evidence: VerdictFields['evidence'];
  caption: string;
  /** How a registered document stands in this one, if it does. */
  wrapped?: Wrapped;
}) {
  const rows = (['differs', 'unverified', 'agrees'] as const).flatMap((side) =>
    evidence[side].map((layer) => ({ side, layer })),
  );
  if (rows.length === 0) return null;
  return (
    <table class="layers">
      <caption class="vh">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{t.evidence.layer}</th>
          <th scope="col">{t.evidence.answer}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ side, layer }) => (
          <tr key={`${side}-${layer}`} class={side === 'differs' && layer !== 'bytes' ? 'hit' : ''}>
            <th scope="row">{wrapped === 'quoted' ? quotedWord(t, layer) : layerWord(t, layer)}</th>
            <td>
              <span
                class={`v ${layer === 'bytes' && side === 'differs' ? 'is-ink' : GLYPH_OF[side].tone}`}
              >
                <Glyph name={GLYPH_OF[side].glyph} />
                <span>{t.evidence[side]}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A layer this page does not know yet is shown by its own name rather than dropped. */
function layerWord(t: Catalogue, layer: Layer): string {
  return (t.layers[layer] as string | undefined) ?? layer;
}

/** Headers that are compared with a quotation's own, and the words that stand above it. */
function quotedWord(t: Catalogue, layer: Layer): string {
  if (layer === 'body') return t.evidence.aboveQuotation;
  return AS_QUOTED.has(layer) ? t.evidence.asQuoted(layerWord(t, layer)) : layerWord(t, layer);
}

const AS_QUOTED: ReadonlySet<Layer> = new Set<Layer>([
  'from',
  'to',
  'cc',
  'date',
  'subject',
  'names',
]);

/** Who registered the record that decided, and when. */
export function RecordFacts({ t, result }: { t: Catalogue; result: VerdictFields }) {
  if (result.record === null) return null;
  return (
    <dl class="record">
      {result.registrant !== null && (
        <div>
          <dt>{t.facts.registrant}</dt>
          <dd>{result.registrant}</dd>
        </div>
      )}
      {result.registered_at !== null && (
        <div>
          <dt>{t.facts.date}</dt>
          <dd>
            <time datetime={result.registered_at}>{t.format.instant(result.registered_at)}</time>
          </dd>
        </div>
      )}
      <div>
        <dt>{t.facts.record}</dt>
        <dd class="mono">{result.record}</dd>
      </div>
    </dl>
  );
}

export function NearList({ t, near }: { t: Catalogue; near: VerdictFields['near'] }) {
  return (
    <table class="layers">
      <caption class="vh">{t.headings.near}</caption>
      <thead>
        <tr>
          <th scope="col">{t.nearRecord}</th>
          <th scope="col">{t.nearShare}</th>
        </tr>
      </thead>
      <tbody>
        {near.map((one) => (
          <tr key={one.record}>
            <th scope="row" class="mono">
              {one.record}
            </th>
            <td>{t.bands[one.band]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The file's own digests in full, to be compared with those of other tools. */
export function Digests({
  t,
  fingerprint,
}: {
  t: Catalogue;
  fingerprint: Pick<PrintShown, 'bytes'>;
}) {
  const { sha256, ssdeep, tlsh } = fingerprint.bytes;
  const rows: [string, string][] = [
    ['SHA-256', sha256],
    ['ssdeep', ssdeep],
  ];
  if (tlsh !== null) rows.push(['TLSH', tlsh]);
  return (
    <details class="digests">
      <summary>{t.headings.digests}</summary>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="mono">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
