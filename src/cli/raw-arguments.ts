import { readFileSync } from 'node:fs';

/**
 * The process's arguments as bytes. Node decodes them as UTF-8 and loses what is none;
 * Linux keeps them (proc_pid_cmdline(5)). Undefined where the system does not tell.
 */
export function readRawArguments(): Buffer[] | undefined {
  try {
    return splitAtZero(readFileSync('/proc/self/cmdline'));
  } catch {
    return undefined;
  }
}

/**
 * The bytes behind arguments that were decoded with loss, in their order; every other
 * argument is its own UTF-8.
 */
export function bytesOf(texts: readonly string[], raw: readonly Buffer[] = []): Buffer[] {
  const used = new Set<number>();
  return texts.map((text) => {
    const plain = Buffer.from(text);
    if (!text.includes('\ufffd')) return plain;
    const at = raw.findIndex((bytes, i) => !used.has(i) && bytes.toString() === text);
    used.add(at);
    return raw[at] ?? plain;
  });
}

function splitAtZero(bytes: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, start)) {
    parts.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return parts;
}
