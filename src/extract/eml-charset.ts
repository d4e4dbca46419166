/** Text of a mail's body part: its charset label (RFC 2046, 4.1.2) and `format=flowed`. */
import { decodeLabelled, decodeUtf8, decodeWindows1252 } from './charset.ts';

/** Mail labels that the WHATWG Encoding Standard does not know under this name. */
const ALIASES: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
};

/** Labels that senders write without meaning: the bytes decide between UTF-8 and 1252. */
const VAGUE = new Set(['', 'us-ascii', 'ascii', 'unknown-8bit', 'x-unknown', 'default', '8bit']);

/**
 * Decodes bytes by a charset label.
 *
 * @returns the text, and whether the label is known; under an unknown one the text is
 *   windows-1252 and may be wrong
 */
export function decodeCharset(bytes: Uint8Array, label: string): { text: string; known: boolean } {
  const name = label.trim().toLowerCase();
  if (VAGUE.has(name)) {
    return { text: decodeUtf8(bytes) ?? decodeWindows1252(bytes), known: true };
  }
  const text = decodeLabelled(bytes, Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? '') : name);
  if (text === null) return { text: decodeWindows1252(bytes), known: false };
  return { text, known: true };
}

/**
 * Undoes `format=flowed` (RFC 3676) as far as it hides what a reader sees: space stuffing,
 * the breaks inside words (`delsp=yes`) and those inside numbers. Other soft breaks are white
 * space, which a program that does not know the format shows as line ends.
 *
 * @param whole undo every soft break, as they are drawn
 */
export function unflow(text: string, delsp: boolean, whole = false): string {
  const out: string[] = [];
  let previous: FlowedLine | null = null;
  for (const line of text.split(/\r?\n/).map(flowedLine)) {
    const soft = previous !== null && continues(previous, line);
    if (previous !== null && soft && (delsp || whole || partsDigits(previous, line))) {
      const start = out.pop() ?? '';
      out.push(delsp ? start.slice(0, -1) : start, line.content);
    } else {
      out.push(out.length > 0 ? '\n' : '', line.shown);
    }
    previous = line;
  }
  return out.join('');
}

interface FlowedLine {
  /** Quote marks at its start. */
  readonly depth: number;
  /** Without quote marks and stuffing. */
  readonly content: string;
  /** As a mail program shows it where it begins a line. */
  readonly shown: string;
}

/** A space ends a soft break, but for the line above a signature. */
function continues(previous: FlowedLine, line: FlowedLine): boolean {
  const { content, depth } = previous;
  return content.endsWith(' ') && content !== '-- ' && depth === line.depth;
}

function partsDigits(previous: FlowedLine, line: FlowedLine): boolean {
  return /\d *$/.test(previous.content.slice(-80)) && /^\d/.test(line.content);
}

function flowedLine(line: string): FlowedLine {
  const depth = /^>*/.exec(line)?.[0].length ?? 0;
  const rest = line.slice(depth);
  const content = rest.startsWith(' ') ? rest.slice(1) : rest;
  return { depth, content, shown: depth === 0 ? content : line };
}
