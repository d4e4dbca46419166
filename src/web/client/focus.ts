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
