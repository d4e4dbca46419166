/** @jsxImportSource hono/jsx/dom */
import { render } from 'hono/jsx/dom';
import { createClient } from '../../client/client.ts';
import { catalogue } from '../locales/index.ts';
import { Run } from './run.ts';
import { App } from './view.tsx';

const root = document.getElementById('app');
// The page of answers to pasted digests comes finished from the server.
if (root !== null) {
  const t = catalogue(document.documentElement.lang === 'en' ? 'en' : 'fr');
  const typed = root.querySelector('textarea')?.value ?? '';
  const fault = root.querySelector('#digests-f')?.textContent ?? null;
  const run = new Run(createClient({ server: location.origin }));
  render(<App t={t} run={run} form={{ text: typed, fault }} />, root);
}
