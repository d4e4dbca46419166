/** @jsxImportSource hono/jsx */
import type { Answer } from '../answer.ts';
import type { Catalogue } from '../locales/index.ts';

/** What was submitted, in full, so that another can tell whether it holds the same file. */
export function FileTable({ t, answer }: { t: Catalogue; answer: Answer }) {
  const { fingerprint, size, outcome } = answer;
  const rows: [string, string, boolean][] = [[t.report.name, answer.name, false]];
  if (size !== null) rows.push([t.report.size, t.format.bytes(size), false]);
  if (fingerprint !== null) {
    rows.push([t.report.bytes, fingerprint.bytes.sha256, true]);
    if (fingerprint.content !== null) rows.push([t.report.content, fingerprint.content.body, true]);
    const extractor = fingerprint.content?.extractor;
    const profile = extractor ? `${fingerprint.profile}, ${extractor}` : fingerprint.profile;
    rows.push([t.report.profile, profile, true]);
  }
  if (outcome.kind === 'answered') {
    rows.push([t.report.asked, t.format.instant(outcome.context.at), false]);
  }
  return (
    <div class="sec">
      <h3>{t.report.submitted}</h3>
      <dl class="submitted">
        {rows.map(([name, value, mono]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={mono ? 'mono' : ''}>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
