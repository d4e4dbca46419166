/**
 * Catches the promises that PDF.js forgets.
 *
 * While it looks for a page it fetches that page's siblings ahead (`getPageDict`) and keeps
 * the promises without a handler; a broken sibling then ends a Node process although the
 * call itself was answered. So while a document is open, unhandled rejections that bear the
 * name of a PDF.js exception are dropped, and all others go on as before.
 */

/** `name` of the exceptions that PDF.js defines for broken files. */
const NAMES = new Set([
  'FormatError',
  'InvalidPDFException',
  'MissingDataException',
  'ParserEOFException',
  'PasswordException',
  'ResponseException',
  'UnknownErrorException',
  'XRefEntryException',
  'XRefParseException',
]);

/** What Node offers, where there is one; browsers and workerd have the event instead. */
interface NodeEvents {
  on?(event: 'unhandledRejection', listener: (reason: unknown) => void): void;
  off?(event: 'unhandledRejection', listener: (reason: unknown) => void): void;
}

function isPdfJsError(reason: unknown): boolean {
  return reason instanceof Error && NAMES.has(reason.name);
}

function onNode(reason: unknown): void {
  // With a listener Node no longer ends the process by itself; throwing here does.
  if (!isPdfJsError(reason)) throw reason;
}

function onEvent(event: PromiseRejectionEvent): void {
  if (isPdfJsError(event.reason)) event.preventDefault();
}

let watchers = 0;

/** Starts watching; the returned function ends it once what is under way has settled. */
export function watchStrayRejections(): () => Promise<void> {
  const { process: node } = globalThis as { process?: NodeEvents };
  if (watchers++ === 0) {
    node?.on?.('unhandledRejection', onNode);
    globalThis.addEventListener?.('unhandledrejection', onEvent);
  }
  return async () => {
    // Rejections are reported after the microtasks of a turn, so wait for the next turn.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (--watchers > 0) return;
    node?.off?.('unhandledRejection', onNode);
    globalThis.removeEventListener?.('unhandledrejection', onEvent);
  };
}
