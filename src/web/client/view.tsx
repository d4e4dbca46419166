/** @jsxImportSource hono/jsx/dom */
import { useEffect, useLayoutEffect, useRef, useState } from 'hono/jsx/dom';
import { Front } from '../components/front.tsx';
import type { Catalogue } from '../locales/index.ts';
import { takeDrop, takePicked } from './intake.ts';
import { locateStatus } from './located.tsx';
import { Progress } from './progress.tsx';
import type { Run, State } from './run.ts';

/** Shortest time between two announcements to a screen reader, milliseconds. */
const ANNOUNCE_MS = 5000;
/** Shortest time between two redraws, so that thousands of small files stay smooth. */
const REDRAW_MS = 150;

export function App({
  t,
  run,
  form,
}: {
  t: Catalogue;
  run: Run;
  form: { text: string; fault: string | null };
}) {
  const state = useRun(run);
  const over = useDropTarget(run);
  const heading = useFocusOnChange(state);
  return (
    <div>
      <Announcer t={t} state={state} over={over} />
      {state.phase === 'empty' ? (
        <Front
          t={t}
          form={form}
          controls={{
            over,
            message: state.nothing ? t.front.nothingDropped : null,
            onChooseFiles: () => pick(run, false),
            onChooseFolder: () => pick(run, true),
          }}
        />
      ) : (
        <Progress t={t} run={run} state={state} heading={heading} />
      )}
    </div>
  );
}

/** The run's state, redrawn at most every `REDRAW_MS` while it is running. */
function useRun(run: Run): State {
  const [state, setState] = useState<State>(run.state);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      timer = undefined;
      setState(run.state);
    };
    let phase = run.state.phase;
    const off = run.subscribe(() => {
      if (run.state.phase !== phase || run.state.phase === 'empty') {
        phase = run.state.phase;
        clearTimeout(timer);
        draw();
      } else {
        timer ??= setTimeout(draw, REDRAW_MS);
      }
    });
    return () => {
      clearTimeout(timer);
      off();
    };
  }, []);
  return state;
}

/** The whole window takes drops, so that a near miss does not open the file instead. */
function useDropTarget(run: Run): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      setOver(false);
      void run.start(takeDrop(event.dataTransfer));
    };
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
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

/** Says how far the run is, at most every five seconds, and its end or a pause at once. */
function Announcer({ t, state, over }: { t: Catalogue; state: State; over: boolean }) {
  const [text, setText] = useState('');
  const last = useRef(0);
  const asked = state.answers.find(({ id }) => id === state.asked);
  const message = over
    ? t.front.over
    : (locateStatus(t, asked) ?? pausedText(t, state) ?? statusText(t, state));
  useEffect(() => {
    const wait =
      state.phase === 'running' && state.pausedUntil === null
        ? Math.max(0, (last.current ?? 0) + ANNOUNCE_MS - Date.now())
        : 0;
    const timer = setTimeout(() => {
      last.current = Date.now();
      setText(message);
    }, wait);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <p class="vh" role="status">
      {text}
    </p>
  );
}

function pausedText(t: Catalogue, { pausedUntil }: State): string | null {
  return pausedUntil === null ? null : t.run.paused(pausedUntil);
}

export function statusText(t: Catalogue, state: State): string {
  switch (state.phase) {
    case 'empty':
      return state.nothing ? t.front.nothingDropped : '';
    case 'listing':
      return t.run.listing;
    case 'running':
      return t.run.progress(state.answers.length, state.total);
    case 'cancelled':
      return t.run.cancelled(state.answers.length, state.total);
    case 'broken':
      return t.run.workerBroken;
    case 'done':
      return t.run.done(state.total);
  }
}

/** Opens the system's file or folder chooser; no `accept`, the system may not know a type. */
function pick(run: Run, folder: boolean): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.webkitdirectory = folder;
  input.addEventListener('change', () => {
    const chosen = takePicked(input.files);
    if (chosen.length > 0) void run.start(Promise.resolve(chosen));
  });
  input.click();
}
