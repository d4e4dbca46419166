import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

export { launchChromium as launch } from './chromium.mjs';

/**
 * Opens a page that keeps a record of all it does: requests with their bodies, console
 * errors, uncaught errors and policy violations.
 */
export async function openPage(browser, options = {}) {
  // The service worker fetches the whole site; only tests of it are worth the time.
  const context = await browser.newContext({ serviceWorkers: 'block', ...options });
  const record = { requests: [], errors: [], context };
  context.on('request', (request) =>
    record.requests.push({
      url: request.url(),
      method: request.method(),
      type: request.headers()['content-type'] ?? '',
      body: request.postDataBuffer() ?? Buffer.alloc(0),
    }),
  );
  const page = await context.newPage();
  page.on('websocket', (socket) => record.errors.push(`websocket ${socket.url()}`));
  page.on('console', (message) => {
    if (/Service Worker registration blocked by Playwright/.test(message.text())) return;
    if (message.type() === 'error' || message.type() === 'warning') {
      record.errors.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => record.errors.push(`uncaught: ${error.message}`));
  if (options.javaScriptEnabled !== false) {
    await page.exposeFunction('reportViolation', (text) => record.errors.push(`csp: ${text}`));
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) =>
        globalThis.reportViolation(`${event.effectiveDirective} ${event.blockedURI}`),
      );
    });
  }
  return { page, record };
}

/** Rule and element of each axe violation; empty when there is none. */
export async function axe(page) {
  return page.evaluate(`(async () => {
    ${axeSource};
    const { violations } = await axe.run(document);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html.slice(0, 200)));
  })()`);
}

/** Presses the button that opens the system's chooser and gives it files. */
export async function choose(page, button, files) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: button }).click(),
  ]);
  await chooser.setFiles(files);
}

/** Drops real paths, files or folders, as the system would. */
export async function drop(page, paths) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data });
  }
  await session.detach();
}

/**
 * Waits for the end of a run and returns each file's name, word and sentence, in the order of the
 * files. Those of many files are read in the report, where every card stands.
 */
export async function answers(page, pattern) {
  try {
    await page.getByRole('heading', { level: 1, name: pattern }).waitFor({ timeout: 180_000 });
  } catch (cause) {
    // Without what the page shows instead, a run that never ends cannot be explained.
    const shown = await page.evaluate(() => [
      document.querySelector('h1')?.textContent,
      document.querySelector('.now')?.textContent,
      document.querySelectorAll('.triaged tbody tr').length,
    ]);
    throw new Error(`no ${pattern}; heading, activity, rows: ${JSON.stringify(shown)}`, { cause });
  }
  await page.locator('.triaged, article').first().waitFor();
  const many = (await page.locator('.triaged').count()) > 0;
  if (many) {
    await page.getByRole('button', { name: /^(Rapport à imprimer|Report to print)$/ }).click();
    await page.locator('.report[data-complete=true]').waitFor({ timeout: 60_000 });
  }
  const cards = await page.evaluate(() =>
    [...document.querySelectorAll('article')]
      .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
      .map((card) => ({
        name: card.querySelector('.file b')?.textContent,
        label: card.querySelector('.tag span')?.textContent,
        glyph: card.querySelector('.tag svg')?.getAttribute('data-glyph'),
        sentence: card.querySelector('h2')?.textContent,
        text: card.textContent,
      })),
  );
  if (many) await page.goBack();
  return cards;
}

/** Text of a page printed: some machines' fonts draw `fi` as one letter. */
export function withoutLigatures(text) {
  return text.replace(/[ﬀ-ﬄ]/g, (letters) => letters.normalize('NFKC'));
}
