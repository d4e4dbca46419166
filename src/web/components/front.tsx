/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx';
import type { AnswerKey } from '../answer.ts';
import { MAX_LINES } from '../digests.ts';
import type { Catalogue } from '../locales/index.ts';
import { Verdict } from './glyph.tsx';

/** What the browser adds to the front page; the server renders it without. */
export interface DropControls {
  readonly over: boolean;
  /** Something to say about the last drop or pick. */
  readonly message: string | null;
  /** The page has all it needs to read files without a network. */
  readonly readyOffline: boolean;
  onChooseFiles(): void;
  onChooseFolder(): void;
  /** @returns what is wrong with the pasted digests, or null */
  onDigests(text: string): string | null;
  /** Field for a pasted text, which no form may send. */
  readonly pasteText: Child;
  readonly leakDate: Child;
}

/** Lines of digests that the browser takes; the server takes fewer at a time. */
export const MAX_LINES_HERE = 5000;

/** The page before a file is chosen. */
export function Front({
  t,
  controls,
  form,
}: {
  t: Catalogue;
  controls: DropControls | null;
  form?: { text: string; fault: string | null };
}) {
  return (
    <div class="front">
      <header>
        <h1 id="top" tabindex={-1}>
          {t.front.question}
        </h1>
        <p class="lead">
          {t.front.lead} <b>{t.front.leadStays}</b>
        </p>
      </header>
      <div class="tools">
        <DropZone t={t} controls={controls} />
        <div class="pasted">
          {controls?.pasteText}
          <PasteForm
            t={t}
            text={form?.text ?? ''}
            fault={form?.fault ?? null}
            onDigests={controls?.onDigests}
          />
        </div>
      </div>
      <div class="rails">
        <Leaves t={t} />
        {controls?.leakDate}
      </div>
      <Answers t={t} />
    </div>
  );
}

function DropZone({ t, controls }: { t: Catalogue; controls: DropControls | null }) {
  return (
    <section class={`drop${controls?.over ? ' over' : ''}`} aria-labelledby="drop-t">
      <h2 id="drop-t" class="scripted">
        {controls?.over ? t.front.over : t.front.drop}
      </h2>
      <p class="row scripted">
        <button class="btn primary" type="button" onClick={() => controls?.onChooseFiles()}>
          {t.front.chooseFiles}
        </button>
        <button class="btn" type="button" onClick={() => controls?.onChooseFolder()}>
          {t.front.chooseFolder}
        </button>
      </p>
      {controls === null && <p class="unscripted">{t.front.noScript}</p>}
      {controls?.message && <p class="fault">{controls.message}</p>}
      <p class="hint scripted">{t.front.kinds}</p>
      <p class="stay scripted">
        <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path
            fill="none"
            stroke="currentColor"
            stroke-width="1.7"
            d="M4 4.5h16v11.5H4ZM1 19.5h22"
          />
        </svg>
        <span>
          {t.front.stays} {controls?.readyOffline && t.front.airplane}
        </span>
      </p>
    </section>
  );
}

/** Works without JavaScript: the answers come back as a page. */
function PasteForm({
  t,
  text,
  fault,
  onDigests,
}: {
  t: Catalogue;
  text: string;
  fault: string | null;
  onDigests: ((text: string) => string | null) | undefined;
}) {
  const submit = (event: Event) => {
    event.preventDefault();
    const form = event.target as { elements?: { digests?: { value: string } } } | null;
    onDigests?.(form?.elements?.digests?.value ?? '');
  };
  return (
    <form
      class="field"
      method="post"
      action={`/${t.lang}`}
      {...(onDigests === undefined ? {} : { onSubmit: submit })}
    >
      <label for="digests">{t.front.paste}</label>
      <p class="hint" id="digests-h">
        {onDigests === undefined
          ? t.front.pasteHint(MAX_LINES, true)
          : t.front.pasteHint(MAX_LINES_HERE, false)}
      </p>
      {fault !== null && (
        <p class="fault" id="digests-f">
          {fault}
        </p>
      )}
      <textarea
        id="digests"
        name="digests"
        class="mono"
        rows={4}
        spellcheck={false}
        autocomplete="off"
        aria-describedby={fault === null ? 'digests-h' : 'digests-h digests-f'}
        aria-invalid={fault === null ? undefined : 'true'}
      >
        {text}
      </textarea>
      <button class="btn" type="submit">
        {t.front.pasteButton}
      </button>
    </form>
  );
}

function Leaves({ t }: { t: Catalogue }) {
  const rows: [string, string][] = [
    [t.front.sent, t.front.sentWhat],
    [t.front.never, t.front.neverWhat],
    [t.front.kept, t.front.keptWhat],
    [t.front.known, t.front.knownWhat],
  ];
  return (
    <aside class="rail" aria-labelledby="leaves-t">
      <h2 id="leaves-t">{t.front.leaves}</h2>
      <dl>
        {rows.map(([term, what]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}

function Answers({ t }: { t: Catalogue }) {
  const keys = ['identical', 'same_content', 'altered', 'absent', 'undecided'] as const;
  return (
    <section class="answers" aria-labelledby="answers-t">
      <h2 id="answers-t">{t.front.answers}</h2>
      <ul>
        {keys.map((key: AnswerKey & keyof Catalogue['front']['explained']) => (
          <li key={key}>
            <p>
              <Verdict of={key} label={t.labels[key]} />
            </p>
            <p class="d">{t.front.explained[key]}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
