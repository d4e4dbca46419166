/** @jsxImportSource hono/jsx */
import type { LogPlace } from '../../registry/contract.ts';
import { basisOf, daysBefore, isLate } from '../leak.ts';
import type { Catalogue } from '../locales/index.ts';

/**
 * Registration, leak and check on one line, in their true order. The drawing repeats the list
 * below it, where the words are.
 */
export function Timeline({
  t,
  registeredAt,
  log,
  leak,
  checkedAt,
}: {
  t: Catalogue;
  /** UTC instant that the registry states. */
  registeredAt: string;
  /** Where the record stands in the log, and since when witnesses have seen it there. */
  log: LogPlace | null;
  leak: string;
  checkedAt: string;
}) {
  const basis = basisOf(log, leak);
  // By when it was registered, as far as that is more than the registry's word.
  const since = basis === 'witness_time' ? (log?.witnessed_at ?? registeredAt) : registeredAt;
  const late = isLate(since, leak);
  const points = [
    { kind: 'registered', at: registeredAt, what: t.leak.registered },
    { kind: 'leak', at: leak, what: t.leak.leaked },
    { kind: 'now', at: checkedAt, what: t.leak.checked },
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <div class="sec timeline">
      <h3>{t.leak.timeline}</h3>
      <svg class="line-of-time" width="100%" height="20" aria-hidden="true" focusable="false">
        <line x1="8" x2="68%" y1="10" y2="10" stroke="currentColor" stroke-width="2" />
        {points.map(({ kind }, index) => (
          <svg
            key={kind}
            x={`${index * 33.3}%`}
            width="20"
            height="20"
            overflow="visible"
            aria-hidden="true"
          >
            <Mark kind={kind} late={late} />
          </svg>
        ))}
      </svg>
      <ol class="times">
        {points.map(({ kind, at, what }) => (
          <li key={kind}>
            <b>
              <time datetime={at}>
                {kind === 'leak' ? t.format.local(at) : t.format.instant(at)}
              </time>
            </b>
            <span>{what}</span>
          </li>
        ))}
      </ol>
      <p class={late ? 'late' : ''}>
        <b>{late ? t.leak.late : t.leak.before(daysBefore(since, leak))}</b>{' '}
        <span class="muted">
          {t.leak.basis[basis](log?.witnessed_at ? t.format.instant(log.witnessed_at) : '')}
        </span>
      </p>
    </div>
  );
}

function Mark({ kind, late }: { kind: string; late: boolean }) {
  if (kind === 'leak') {
    return <path d="M10 2 18 10 10 18 2 10Z" class="hole" stroke="currentColor" stroke-width="2" />;
  }
  const full = kind === 'registered' && !late;
  return (
    <circle
      cx="10"
      cy="10"
      r="6"
      class={full ? 'full' : 'hole'}
      stroke="currentColor"
      stroke-width="2"
    />
  );
}
