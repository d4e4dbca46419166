/** @jsxImportSource hono/jsx/dom */
import { useRef } from 'hono/jsx/dom';
import type { Catalogue } from '../locales/index.ts';
import { MIN_WORDS } from '../wording-limits.ts';
import type { Chosen } from './intake.ts';

/** A text typed or pasted. It stands in no form and has no name, so that nothing can send it. */
export function PasteText({ t, check }: { t: Catalogue; check: (chosen: Chosen[]) => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const take = () => {
    const text = field.current?.value ?? '';
    if (text.trim() === '') return field.current?.focus();
    const file = new File([text], t.front.pastedName, { type: 'text/plain' });
    check([{ file, path: file.name }]);
  };
  return (
    <div class="field">
      <label for="text">{t.front.pasteText}</label>
      <p class="hint" id="text-h">
        {t.front.pasteTextHint(MIN_WORDS)}
      </p>
      <textarea id="text" rows={4} autocomplete="off" aria-describedby="text-h" ref={field} />
      <button class="btn" type="button" onClick={take}>
        {t.front.pasteTextButton}
      </button>
    </div>
  );
}
