import { readFileSync } from 'node:fs';
import { safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { isNamedKey, isSigningKey, namedKey, nextId, signingKey } from './secret.ts';
import { faultOf } from './walk.ts';

/** Which keys of a registry may be changed, and what the next one means. */
const ROTATED = {
  log: {
    name: 'LOG_KEYS',
    next: () => signingKey(),
    isKey: isSigningKey,
    after:
      'All keys of the list sign. Deploy, have readers run `empreinte keys --pinned FILE`, then take the old key away.',
  },
  receipts: {
    name: 'RECEIPT_KEYS',
    next: () => signingKey(),
    isKey: isSigningKey,
    after:
      'The first key signs from the deployment on. Leave the old ones: they are published for what they signed.',
  },
  lookup: {
    name: 'LOOKUP_KEYS',
    next: namedAfter,
    isKey: isNamedKey,
    after:
      'New records stand under the first key; old ones stay where they are and are found by their own. Never take an old key away.',
  },
  seal: {
    name: 'SEAL_KEYS',
    next: namedAfter,
    isKey: isNamedKey,
    after:
      'The first key seals from the deployment on; each key opens what it sealed. Never take an old key away.',
  },
} as const;

export type Rotated = keyof typeof ROTATED;

/**
 * `empreinte admin rotate`: the secret with a new key in front. The present one is read from a file or
 * from standard input, never from an option, which other users of the machine can list.
 *
 * @param path file with the secret, alone or as a line `NAME="…"` among others; `-` for standard input
 * @throws Failure for a file that cannot be read, or holds no such secret
 */
export async function rotateCommand(which: Rotated, path: string, io: Io): Promise<number> {
  const { name, next, isKey, after } = ROTATED[which];
  const keys = secretIn(await read(path, io), name)
    .split(',')
    .map((key) => key.trim());
  const from = path === '-' ? 'standard input' : safeText(path);
  // What stands there is never told: it is a secret, and perhaps another one.
  if (!keys.every(isKey)) throw new Failure(`${from} holds no ${name} that can be read`);
  io.stdout.write(`${name}="${[next(keys), ...keys].join(',')}"\n`);
  io.stderr.write(`${after}\n`);
  return EXIT.ok;
}

function namedAfter(keys: readonly string[]): string {
  return namedKey(nextId(keys.map((key) => key.slice(0, key.indexOf(':')))));
}

/** The value of the line that names the secret, else all of the text. */
function secretIn(text: string, name: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const named = lines.find((line) => line.startsWith(`${name}=`));
  const value = named?.slice(name.length + 1) ?? text.trim();
  return value.replace(/^"(.*)"$/, '$1');
}

async function read(path: string, io: Io): Promise<string> {
  try {
    if (path !== '-') return readFileSync(path, 'utf8');
    let text = '';
    for await (const chunk of io.stdin) text += Buffer.from(chunk).toString('latin1');
    return text;
  } catch (error) {
    throw new Failure(`${safeText(path)}: ${faultOf(error)}`, { cause: error });
  }
}
