/** @jsxImportSource hono/jsx/dom */
import { Glyph, glyphOf, toneOf } from '../components/glyph.tsx';
import type { Catalogue } from '../locales/index.ts';
import { type Filter, GROUPS, type Group } from '../triage.ts';

/** The word of the list that a group is coloured and drawn as. */
const KEY_OF = {
  differs: 'altered',
  undecided: 'undecided',
  absent: 'absent',
  same_content: 'same_content',
  identical: 'identical',
} as const;

/** Buttons by kind of answer, each with its count, and a field for names. */
export function Filters({
  t,
  counts,
  filter,
  change,
}: {
  t: Catalogue;
  counts: Readonly<Record<Group | 'all', number>>;
  filter: Filter;
  change: (filter: Filter) => void;
}) {
  return (
    <div class="filters">
      <fieldset class="chips">
        <legend class="vh">{t.triage.filter}</legend>
        {(['all', ...GROUPS] as const).map((group) => (
          <button
            key={group}
            type="button"
            class={`chip ${group === 'all' ? 'is-ink' : toneOf(KEY_OF[group])}`}
            aria-pressed={filter.group === group ? 'true' : 'false'}
            onClick={() => change({ ...filter, group })}
          >
            {group !== 'all' && <Glyph name={glyphOf(KEY_OF[group])} />}
            <span>{t.triage.groups[group]}</span>
            <span class="num">{t.format.number(counts[group])}</span>
          </button>
        ))}
      </fieldset>
      <div class="search">
        <label for="search">{t.triage.search}</label>
        <input
          id="search"
          type="search"
          autocomplete="off"
          value={filter.query}
          onInput={(event: Event) =>
            change({ ...filter, query: (event.target as HTMLInputElement).value })
          }
        />
      </div>
    </div>
  );
}
