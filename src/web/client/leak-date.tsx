/** @jsxImportSource hono/jsx/dom */
import { useState } from 'hono/jsx/dom';
import { fieldsOf, type LeakFields, leakFrom } from '../leak.ts';
import type { Catalogue } from '../locales/index.ts';

/**
 * The date of the leak in fields of its own: the browser's date picker speaks the browser's
 * language, not the page's.
 */
export function LeakDate({
  t,
  leak,
  dateLeak,
}: {
  t: Catalogue;
  leak: string | null;
  dateLeak: (leak: string | null) => void;
}) {
  const [fields, setFields] = useState<LeakFields>(fieldsOf(leak));
  const [wrong, setWrong] = useState(false);
  const change = (name: keyof LeakFields, value: string) => {
    const next = { ...fields, [name]: value };
    setFields(next);
    const read = leakFrom(next);
    if (read.kind === 'dated') dateLeak(read.at);
    else dateLeak(null);
    if (read.kind !== 'wrong') setWrong(false);
  };
  const check = () => setWrong(leakFrom(fields).kind === 'wrong' && fields.year.length > 3);
  const field = (name: keyof LeakFields, label: string, length: number) => (
    <div class={`date-${name}`}>
      <label for={`leak-${name}`}>{label}</label>
      <input
        id={`leak-${name}`}
        type="text"
        inputmode={name === 'hour' ? 'text' : 'numeric'}
        autocomplete="off"
        maxlength={length}
        value={fields[name]}
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={wrong ? 'leak-wrong' : undefined}
        onInput={(event: Event) => change(name, (event.target as HTMLInputElement).value)}
        onBlur={check}
      />
    </div>
  );
  return (
    <fieldset class="rail leak">
      <legend>{t.leak.heading}</legend>
      <p class="hint">{t.leak.hint}</p>
      <div class="date">
        {field('day', t.leak.day, 2)}
        {field('month', t.leak.month, 2)}
        {field('year', t.leak.year, 4)}
        {field('hour', t.leak.hour, 5)}
      </div>
      {wrong && (
        <p class="fault" id="leak-wrong">
          {t.leak.wrong}
        </p>
      )}
    </fieldset>
  );
}
