/** @jsxImportSource hono/jsx/dom */
import { useEffect, useLayoutEffect, useRef, useState } from 'hono/jsx/dom';
import { Front, MAX_LINES_HERE } from '../components/front.tsx';
import { parsePasted } from '../digests.ts';
import type { Catalogue, Language } from '../locales/index.ts';
import { Announcer } from './announcer.tsx';
import { pick, useDropTarget } from './drop-target.ts';
import type { Chosen } from './intake.ts';
import { localeOf } from './language.ts';
import { LeakDate } from './leak-date.tsx';
import { readyOffline, whenReadyOffline } from './offline.ts';
import { PasteText } from './paste-text.tsx';
import type { Run } from './run.ts';
import type { State } from './state.ts';
import { statusText } from './status.ts';
import type { Workspace } from './workspace.tsx';

/** Shortest time between two redraws, so that thousands of small files stay smooth. */
const REDRAW_MS = 150;
/** The same for long lists, of which a redraw costs more; of very long ones a tenth of a millisecond a file. */
const REDRAW_LONG_MS = 600;
const REDRAW_MS_A_FILE = 0.1;
const LONG = 150;

export function App({
  t: first,
  run,
  form: typed,
  turnTo,
}: {
  t: Catalogue;
  run: Run;
  form: { text: string; fault: string | null };
  /** Draws what stands around the app in another language. */
  turnTo: (t: Catalogue) => void;
}) {
  const t = useLanguage(first, turnTo);
  const state = useRun(run);
  const [form, setForm] = useState(typed);
  const [said, say] = useState<string | null>(null);
  const check = (listing: Promise<Chosen[]>) => void run.start(listing);
  const over = useDropTarget(check);
  const Loaded = useWorkspace(over || state.phase !== 'empty');
  const heading = useFocusOnChange(state);
  const ready = useReadyOffline();
  const onDigests = (text: string) => {
    const pasted = parsePasted(text, MAX_LINES_HERE);
    const fault = faultOf(t, pasted);
    setForm({ text, fault });
    if (fault === null) void run.startDigests(pasted.digests);
    return fault;
  };
  const message = over ? t.front.over : (said ?? statusText(t, state));
  return (
    <div>
      <Announcer message={message} isProgress={state.phase === 'running' && said === null} />
      {state.phase === 'empty' ? (
        <Front
          t={t}
          form={form}
          controls={{
            over,
            message: state.nothing ? t.front.nothingDropped : null,
            readyOffline: ready,
            onChooseFiles: () => pick(false, check),
            onChooseFolder: () => pick(true, check),
            onDigests,
            pasteText: <PasteText t={t} check={(chosen) => check(Promise.resolve(chosen))} />,
            leakDate: <LeakDate t={t} leak={state.leak} dateLeak={(leak) => run.dateLeak(leak)} />,
          }}
        />
      ) : (
        <div class="run">
          <h1 tabindex={-1} ref={heading}>
            {statusText(t, state)}
          </h1>
          {Loaded !== null && <Loaded t={t} run={run} state={state} say={say} check={check} />}
        </div>
      )}
    </div>
  );
}

function faultOf(t: Catalogue, { digests, faults, tooMany }: ReturnType<typeof parsePasted>) {
  if (tooMany) return t.form.tooMany(MAX_LINES_HERE);
  if (faults.length > 0) {
    const lines = faults.slice(0, 20).map(t.form.line);
    return `${t.form.faults(faults.length)} ${t.format.list(lines)}.`;
  }
  return digests.length === 0 ? t.form.nothing : null;
}

/** The other language takes the place of this one without a reload: a run goes on. */
function useLanguage(first: Catalogue, turnTo: (t: Catalogue) => void): Catalogue {
  const [t, setT] = useState(first);
  useEffect(() => {
    const onClick = async (event: MouseEvent) => {
      const link = (event.target as Element).closest<HTMLElement>('a.lang');
      const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
      if (link === null || event.button !== 0 || elsewhere) return;
      event.preventDefault();
      const next = await localeOf(link.lang as Language);
      setT(next);
      turnTo(next);
    };
    const mast = document.getElementById('mast');
    mast?.addEventListener('click', onClick);
    return () => mast?.removeEventListener('click', onClick);
  }, []);
  return t;
}

/** The lists and cards, which nobody needs before there is something to check. */
function useWorkspace(needed: boolean): typeof Workspace | null {
  const [loaded, setLoaded] = useState<{ Workspace: typeof Workspace } | null>(null);
  useEffect(() => {
    if (!needed || loaded !== null) return;
    import('./workspace.tsx').then(setLoaded).catch((error) => console.error(error));
  }, [needed]);
  return loaded?.Workspace ?? null;
}

function useReadyOffline(): boolean {
  const [ready, setReady] = useState(readyOffline());
  useEffect(() => {
    const look = () => setReady(readyOffline());
    // It may have become so between the first drawing and this.
    look();
    return whenReadyOffline(look);
  }, []);
  return ready;
}

/** The run's state, redrawn no more often than a reader can follow. */
function useRun(run: Run): State {
  const [state, setState] = useState<State>(run.state);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer = undefined;
      setState(run.state);
    };
    let phase = run.phase;
    const off = run.subscribe(() => {
      if (run.phase !== phase || run.phase === 'empty') {
        phase = run.phase;
        clearTimeout(timer);
        draw();
      } else {
        const long = Math.max(REDRAW_LONG_MS, run.size * REDRAW_MS_A_FILE);
        timer ??= setTimeout(draw, run.size > LONG ? long : REDRAW_MS);
      }
    });
    // Something may have changed since the first drawing.
    setState(run.state);
    return () => {
      clearTimeout(timer);
      off();
    };
  }, []);
  return state;
}

/**
 * Moves focus to the heading when one view takes the place of another, since the button
 * that was pressed is gone.
 */
function useFocusOnChange(state: State) {
  const heading = useRef<HTMLElement>(null);
  const front = useRef(true);
  useLayoutEffect(() => {
    const isFront = state.phase === 'empty';
    if (isFront === front.current) return;
    front.current = isFront;
    const target = isFront ? document.getElementById('top') : heading.current;
    target?.focus();
  }, [state.phase]);
  return heading;
}
