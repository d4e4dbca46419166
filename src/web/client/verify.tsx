/** @jsxImportSource hono/jsx/dom */
import { render } from 'hono/jsx/dom';
import { startOffline } from './offline.ts';
import { VerifyView } from './verify-view.tsx';
import type { VerifyWords } from './verify-words.ts';

/** Takes over the verify page that the server drew. */
export function beginVerify(words: VerifyWords): void {
  const root = document.getElementById('verify');
  if (root !== null) render(<VerifyView words={words} keys={root.dataset.keys} />, root);
  startOffline();
}
