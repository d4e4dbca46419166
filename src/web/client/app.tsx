/** @jsxImportSource hono/jsx/dom */
import { render } from 'hono/jsx/dom';
import { Foot, Masthead, Notices, type RegistryFacts } from '../components/masthead.tsx';
import type { Catalogue } from '../locales/index.ts';
import { Keeper } from './keeper.ts';
import { laterClient } from './later-client.ts';
import { startOffline } from './offline.ts';
import { Run } from './run.ts';
import { App } from './view.tsx';

/** Takes over the page that the server drew in the language of `t`. */
export function begin(t: Catalogue): void {
  const root = document.getElementById('app');
  // The page of answers to pasted digests comes finished from the server.
  if (root !== null) {
    const typed = root.querySelector('textarea')?.value ?? '';
    const fault = root.querySelector('#digests-f')?.textContent ?? null;
    const registry = JSON.parse(root.dataset.registry ?? 'null') as RegistryFacts;
    const keeper = new Keeper();
    const run = new Run(laterClient(location.origin), keeper);
    const turnTo = (next: Catalogue) => drawAround(next, registry);
    render(<App t={t} run={run} form={{ text: typed, fault }} turnTo={turnTo} />, root);
    addEventListener('pagehide', () => keeper.flush());
    void run.restore();
  }
  startOffline();
}

/** What stands around the app, in another language, at that language's own address. */
function drawAround(t: Catalogue, registry: RegistryFacts): void {
  const put = (id: string, draw: (element: HTMLElement) => void) => {
    const element = document.getElementById(id);
    if (element !== null) draw(element);
  };
  document.documentElement.lang = t.lang;
  document.title = `${t.title} — ${t.site}`;
  history.replaceState(null, '', `/${t.lang}${location.hash}`);
  put('skip', (skip) => {
    skip.textContent = t.skip;
  });
  put('mast', (mast) => render(<Masthead t={t} registry={registry} />, mast));
  put('notices', (notices) => render(<Notices t={t} registry={registry} />, notices));
  put('foot', (foot) => render(<Foot t={t} />, foot));
  document.querySelector<HTMLElement>('#mast .lang')?.focus();
}
