/** @jsxImportSource hono/jsx */
import { daysBefore, isLate } from '../leak.ts';
import type { Catalogue } from '../locales/index.ts';

/**
 * Registration, leak and check on one line, in their true order. The drawing repeats the list
 * below it, where the words are.
 */
export function Timeline({
  t,
  registeredAt,
  leak,
  checkedAt,
}: {
  t: Catalogue;
  /** UTC instant that the registry states. */
  registeredAt: string;
  leak: string;
  checkedAt: string;
}) {
  const late = isLate(registeredAt, leak);
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
        <b>{late ? t.leak.late : t.leak.before(daysBefore(registeredAt, leak))}</b>{' '}
        <span class="muted">{t.leak.stated}</span>
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
