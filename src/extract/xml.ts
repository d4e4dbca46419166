/**
 * Strict XML (XML 1.0, Namespaces 1.0) on saxes, for the parts of Office packages.
 *
 * A document type declaration is refused, so there are no entities to expand; a character
 * set other than UTF-8 and UTF-16 is refused, because programs differ on what wins when
 * declaration and bytes disagree.
 */
import { SaxesParser } from 'saxes';
import { byteOrderMark } from './charset.ts';
import type { Limits } from './limits.ts';
import { ExtractError } from './reader.ts';

/** An element, with its namespace named by a prefix of our own whatever the file's is. */
export interface XmlElement {
  /** `w:t`; `?:t` for a namespace that is not in the reader's table. */
  readonly name: string;
  /** Value of an attribute, by the same prefixes; without one if it has no namespace. */
  attribute(name: string): string | undefined;
  /** The namespace that a prefix of the file has here. */
  namespaceOf(prefix: string): string | undefined;
}

export interface XmlHandler {
  open?(element: XmlElement): void;
  text?(text: string): void;
  /** Called for every element opened, `skip`ped ones excluded. */
  close?(name: string): void;
  /** Elements that are left out with all they hold. */
  skip?(element: XmlElement): boolean;
}

/** Our prefix for a namespace. */
export type Namespaces = ReadonlyMap<string, string>;

/** Pieces keep the parser's buffers small. */
const PIECE = 65_536;

/**
 * Parses and calls the handler in document order.
 *
 * @throws ExtractError `unreadable` for what is not well-formed, `over_limit` for nesting
 */
export function parseXml(
  bytes: Uint8Array,
  namespaces: Namespaces,
  limits: Limits,
  handler: XmlHandler,
): void {
  const { text, wide } = decode(bytes);
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  /** Depth of the element being skipped; 0 when none is. */
  let skipped = 0;
  const names: string[] = [];
  const prefixed = (uri: string, local: string): string => {
    if (uri === '') return local;
    return `${namespaces.get(uri) ?? '?'}:${local}`;
  };
  parser.on('xmldecl', ({ encoding }) => {
    const expected = wide ? /^utf-16(?:le|be)?$/i : /^(?:utf-?8|us-ascii)$/i;
    if (encoding !== undefined && !expected.test(encoding)) {
      throw new ExtractError('unreadable', 'The XML declares another encoding than it has.');
    }
  });
  parser.on('doctype', () => {
    throw new ExtractError('unreadable', 'The XML has a document type declaration.');
  });
  parser.on('opentag', (tag) => {
    depth++;
    if (depth > limits.maxXmlDepth) {
      throw new ExtractError('over_limit', 'The XML is nested beyond the limit.');
    }
    const name = prefixed(tag.uri, tag.local);
    names.push(name);
    if (skipped > 0) return;
    const element: XmlElement = {
      name,
      attribute(wanted) {
        for (const one of Object.values(tag.attributes)) {
          if (prefixed(one.uri, one.local) === wanted) return one.value;
        }
        return undefined;
      },
      namespaceOf: (prefix) => parser.resolve(prefix),
    };
    if (handler.skip?.(element)) skipped = depth;
    else handler.open?.(element);
  });
  parser.on('closetag', () => {
    const name = names.pop() ?? '';
    if (skipped === 0) handler.close?.(name);
    else if (skipped === depth) skipped = 0;
    depth--;
  });
  const onText = (piece: string): void => {
    if (skipped === 0) handler.text?.(piece);
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  try {
    for (let at = 0; at < text.length; at += PIECE) parser.write(text.slice(at, at + PIECE));
    parser.close();
  } catch (error) {
    if (error instanceof ExtractError) throw error;
    throw new ExtractError('unreadable', 'The XML is not well-formed.', { cause: error });
  }
}

function decode(bytes: Uint8Array): { text: string; wide: boolean } {
  const mark = byteOrderMark(bytes);
  try {
    const text = new TextDecoder(mark ?? 'utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
    return { text, wide: mark === 'utf-16le' || mark === 'utf-16be' };
  } catch (error) {
    throw new ExtractError('unreadable', 'The XML is not in UTF-8 or UTF-16.', { cause: error });
  }
}
