/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import { type Anchor, frameOf, gutterMarks, MARK_SIZE, pageLines } from '../gutter.ts';
import type { Catalogue } from '../locales/index.ts';

const HEIGHT = 260;
/** Page numbers stand left of it, marks right. */
const TRACK = 22;
const WIDTH = TRACK + MARK_SIZE + 2;

/**
 * Where in the whole text the passages lie, with the pages of a PDF as hairlines, and a frame around what
 * is in the window.
 */
export function GutterMap({
  t,
  places,
  pages,
  current,
  go,
  anchors,
}: {
  t: Catalogue;
  places: readonly number[];
  pages: readonly number[];
  current: number;
  go: (number: number) => void;
  /** Where the text is drawn now. */
  anchors: () => readonly Anchor[];
}) {
  const frame = useFrame(anchors);
  return (
    <nav class="gutter" aria-label={t.where.map}>
      <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
        <title>{t.where.map}</title>
        <rect class="track" x={TRACK} y="0" width={MARK_SIZE} height={HEIGHT} />
        {pageLines(pages, HEIGHT).map(({ y, label }) => (
          // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of lines takes no focus
          <g key={y} aria-hidden="true">
            <line class="page" x1={TRACK - 4} x2={TRACK + MARK_SIZE} y1={y} y2={y} />
            {label !== null && (
              <text x={TRACK - 6} y={y + 10} text-anchor="end">
                {t.format.number(label)}
              </text>
            )}
          </g>
        ))}
        {frame !== null && (
          // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a rectangle takes no focus
          <rect
            class="frame"
            aria-hidden="true"
            x={TRACK - 1}
            y={frame.y + 1}
            width={MARK_SIZE + 2}
            height={frame.height - 2}
          />
        )}
        {gutterMarks(places, HEIGHT).map(({ y, from, to }) => {
          const said = from === to ? t.where.markOne(from) : t.where.markMany(from, to);
          const now = current >= from && current <= to;
          return (
            <a
              key={from}
              class={now ? 'mark now' : 'mark'}
              href={`#${from}`}
              aria-label={said}
              onClick={(event: Event) => {
                // The address names the document that is open.
                event.preventDefault();
                go(from);
              }}
            >
              <rect x={TRACK} y={y} width={MARK_SIZE} height={MARK_SIZE} />
              <text x={TRACK + MARK_SIZE / 2} y={y + 16} text-anchor="middle">
                {from === to ? t.format.number(from) : t.where.range(from, to)}
              </text>
            </a>
          );
        })}
      </svg>
    </nav>
  );
}

/** Follows scrolling and the window's size; drawn once a frame of the screen at most. */
function useFrame(anchors: () => readonly Anchor[]): ReturnType<typeof frameOf> {
  const [frame, setFrame] = useState<ReturnType<typeof frameOf>>(null);
  useEffect(() => {
    let asked = 0;
    const look = () => {
      asked = 0;
      const now = frameOf(anchors(), innerHeight, HEIGHT);
      setFrame((was) => (was?.y === now?.y && was?.height === now?.height ? was : now));
    };
    const soon = () => {
      if (asked === 0) asked = requestAnimationFrame(look);
    };
    look();
    for (const kind of ['scroll', 'resize']) addEventListener(kind, soon, { passive: true });
    return () => {
      cancelAnimationFrame(asked);
      for (const kind of ['scroll', 'resize']) removeEventListener(kind, soon);
    };
  }, []);
  return frame;
}
