import type { Coverage } from '../registry/contract.ts';
import type { Checked, NamedPart } from './checked.ts';
import { inOneLine } from './diff-text.ts';
import { safeText } from './escape.ts';
import { type Io, wantsColor } from './io.ts';
import type { CommonOptions } from './settings.ts';
import { layersText, marksText, noteText, title } from './words.ts';

/** The answers of `check` for a person at a terminal, or one tab-separated line a file. */
export interface Report {
  add(path: string, checked: Checked): void;
  end(): void;
}

export function createReport(io: Io, options: CommonOptions): Report {
  return io.stdout.isTTY && !options.lines ? table(io, options) : lines(io);
}

/**
 * verdict, grade, reason, record, corpus, registered_at, notes, with `--keep` the receipt's address, path;
 * `-` for none.
 */
function lines(io: Io): Report {
  return {
    add(path, { verdict, grade, reason, record, corpus, registered_at, notes, kept }) {
      const address = kept === undefined ? [] : [kept?.url];
      const first = [verdict, grade, reason, record, corpus, registered_at, notes.join(',')];
      const fields = [...first, ...address];
      io.stdout.write(`${[...fields.map((field) => safeText(field || '-')), path].join('\t')}\n`);
    },
    end() {},
  };
}

const TIMING = {
  registered_before: 'before the leak',
  same_day: 'on the day of the leak',
  registered_after: 'after the leak: it may have been made from it',
} as const;

const TIMING_BASIS = {
  witness_time: 'by the clocks of witnesses who had cosigned the log with it by then',
  log_time: "by the registry's own clock; witnesses have cosigned the log only since",
  unwitnessed: "by the registry's own clock, which nobody has witnessed",
} as const;

/** A signed statement of coverage in one line. */
function coverageText(corpus: string, statement: Coverage): string {
  const { version, since, from, to, mailboxes, folders, registered, not_covered } = statement;
  const missing = not_covered.map(({ what, count }) =>
    count === null ? what : `${what} (${count})`,
  );
  return [
    `  ${corpus} stated, signed by ${statement.signed_by.join(', ')} (version ${version}, as of ${since})`,
    `${[...mailboxes, ...folders].join(', ') || 'no mailbox or folder named'}, ${from ?? '…'} to ${to ?? '…'}`,
    `${registered} documents registered`,
    `not covered: ${missing.join(', ') || 'nothing named'}`,
  ].join('; ');
}

const COLORS = { match: '32', differs: '33', absent: '36', undecided: '35' } as const;
/** Wide enough for `Same text, appearance not verified`. */
const TITLE_WIDTH = 36;

function table(io: Io, options: CommonOptions): Report {
  const color = wantsColor(io, options.color !== false);
  const paint = (text: string, code: string) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
  const counts = { match: 0, differs: 0, absent: 0, undecided: 0 };
  const limits = new Set<string>();
  const covered = new Set<string>();

  function row(indent: string, name: string, one: Checked | NamedPart): void {
    const word = safeText(title(one)).padEnd(TITLE_WIDTH - indent.length);
    io.stdout.write(`${indent}${paint(word, COLORS[one.verdict])}  ${name}\n`);
    const under = `${indent}  `;
    if (one.record !== null) {
      const registered = [one.corpus, one.registrant, one.registered_at]
        .filter((field) => field !== null)
        .join(', ');
      io.stdout.write(`${safeText(`${under}record ${one.record}: ${registered}`)}\n`);
    }
    if ('timing' in one && one.timing) {
      const basis = TIMING_BASIS[one.timing_basis ?? 'unwitnessed'];
      io.stdout.write(`${under}registered ${TIMING[one.timing]}, ${basis}\n`);
    }
    if ('kept' in one && one.kept) {
      const until = one.kept.expires_at.slice(0, 10);
      io.stdout.write(`${safeText(`${under}receipt kept until ${until}: ${one.kept.url}`)}\n`);
    }
    for (const near of one.near) {
      if (near.record !== one.record) {
        io.stdout.write(`${safeText(`${under}see also ${near.record} (${near.corpus})`)}\n`);
      }
    }
    if (one.evidence.differs.length > 0) {
      io.stdout.write(`${safeText(`${under}differs in: ${layersText(one.evidence.differs)}`)}\n`);
    }
    if (one.grade === 'contains' && one.evidence.agrees.length > 0) {
      io.stdout.write(
        `${safeText(`${under}registered in it: ${layersText(one.evidence.agrees)}`)}\n`,
      );
    }
    if (one.evidence.unverified.length > 0) {
      const layers = layersText(one.evidence.unverified, one.grade === 'contains');
      io.stdout.write(`${safeText(`${under}not verified: ${layers}`)}\n`);
    }
    for (const note of one.notes)
      io.stdout.write(`${safeText(`${under}note: ${noteText(note, one.state_since)}`)}\n`);
    if (one.marks.length > 0) io.stdout.write(`${safeText(under + marksText(one.marks))}\n`);
    for (const line of one.located ? inOneLine(one.located) : []) {
      io.stdout.write(`${under}${safeText(line)}\n`);
    }
    for (const part of one.parts) row(under, safeText(part.name), part);
  }

  return {
    add(path, checked) {
      counts[checked.verdict]++;
      limits.add(checked.does_not_show);
      for (const corpus of checked.corpora?.consulted ?? []) {
        covered.add(
          `Consulted: ${corpus.id} (${corpus.registrant}), which covers: ${corpus.coverage}`,
        );
        if (corpus.statement) covered.add(coverageText(corpus.id, corpus.statement));
      }
      for (const id of checked.corpora?.closed ?? []) covered.add(`Not consulted: ${id}`);
      row('', path, checked);
    },
    end() {
      const { match, differs, absent, undecided } = counts;
      const total = match + differs + absent + undecided;
      io.stdout.write(
        `\n${total} files: ${match} match, ${differs} differ, ${absent} absent, ` +
          `${undecided} undecided\n`,
      );
      if (limits.size > 0) io.stdout.write('\nWhat this does not show:\n');
      for (const sentence of limits) io.stdout.write(`  ${safeText(sentence)}\n`);
      for (const sentence of covered) io.stdout.write(`${safeText(sentence)}\n`);
    },
  };
}
