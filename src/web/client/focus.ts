/**
 * Gives the focus to what it was left on, once that is drawn again; not when the reader has
 * already gone elsewhere.
 */
export function focusLater(selector: string): void {
  setTimeout(() => {
    const focused = document.activeElement;
    if (focused !== null && focused !== document.body) return;
    document.querySelector<HTMLElement>(selector)?.focus();
  });
}

/**
 * What is drawn late pushes what lies below it: call this before, and its answer after, and what
 * has the focus stands where it stood. Who goes by keyboard never loses sight of it (WCAG 2.4.11).
 */
export function holdFocus(): () => void {
  const held = document.activeElement;
  const before = held?.getBoundingClientRect();
  if (held === null || before === undefined) return () => {};
  const onScreen = before.bottom > 0 && before.top < innerHeight;
  return () => {
    if (!onScreen || document.activeElement !== held) return;
    scrollBy(0, held.getBoundingClientRect().top - before.top);
  };
}
