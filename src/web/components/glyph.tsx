/** @jsxImportSource hono/jsx */
import type { AnswerKey } from '../answer.ts';

/** The five silhouettes of an answer, drawn on 16; always beside their word. */
export type GlyphName = 'identical' | 'same' | 'differs' | 'absent' | 'undecided';

const GLYPHS: Record<AnswerKey, GlyphName> = {
  identical: 'identical',
  same_content: 'same',
  same_text: 'differs',
  altered: 'differs',
  altered_heavy: 'differs',
  part_of: 'differs',
  contains: 'differs',
  near: 'differs',
  absent: 'absent',
  undecided: 'undecided',
};

export const glyphOf = (key: AnswerKey): GlyphName => GLYPHS[key];

/** The class that gives an answer its colour; `same_text` and `near` stay in ink. */
export function toneOf(key: AnswerKey): string {
  return key === 'same_text' || key === 'near' ? 'is-ink' : `is-${GLYPHS[key]}`;
}

export function Glyph({ name }: { name: GlyphName }) {
  return (
    <svg class="g" data-glyph={name} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {drawing(name)}
    </svg>
  );
}

function drawing(name: GlyphName) {
  switch (name) {
    case 'identical':
      return (
        <path
          fill="currentColor"
          fill-rule="evenodd"
          d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1ZM4.5 5.1h7v1.9h-7ZM4.5 9h7v1.9h-7Z"
        />
      );
    case 'same':
      return (
        <path
          fill="currentColor"
          fill-rule="evenodd"
          d="M1 1h14v14H1ZM2.6 2.6v10.8h10.8V2.6ZM8 4.3a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 0 0 0-7.4Z"
        />
      );
    case 'differs':
      return (
        <path
          fill="currentColor"
          d="M.5 7.2a5.8 5.8 0 0 1 11.6 0ZM3.9 8.8h11.6a5.8 5.8 0 0 1-11.6 0Z"
        />
      );
    case 'absent':
      return (
        <circle
          cx="8"
          cy="8"
          r="6.2"
          fill="none"
          stroke="currentColor"
          stroke-width="1.7"
          stroke-dasharray="4.1 2.393"
        />
      );
    case 'undecided':
      return (
        <g>
          <path
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linejoin="round"
            d="M8 .9 15.1 8 8 15.1.9 8Z"
          />
          <path
            fill="none"
            stroke="currentColor"
            stroke-width="1.6"
            d="M6.2 6.7a1.8 1.8 0 1 1 2.7 1.5c-.6.35-.9.6-.9 1.3"
          />
          <circle fill="currentColor" cx="8" cy="11.1" r="1" />
        </g>
      );
  }
}

/** An answer in one line: glyph and word, in the answer's colour. */
export function Verdict({ of, label }: { of: AnswerKey; label: string }) {
  return (
    <span class={`v ${toneOf(of)}`}>
      <Glyph name={glyphOf(of)} />
      <span>{label}</span>
    </span>
  );
}
