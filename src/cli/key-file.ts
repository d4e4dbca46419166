import { readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { createKeyPair, KeyError, parsePrivateKey, type SshKey } from './ssh-key.ts';
import { faultOf } from './walk.ts';

/** A key file is about 400 bytes; anything much larger is something else. */
const MAX_KEY_BYTES = 64 * 1024;

/**
 * The registrar's key, from `--key` or `EMPREINTE_KEY`, both paths.
 *
 * @throws Failure naming the file and what is wrong with it
 */
export function loadKey(option: string | undefined, io: Io): SshKey {
  const path = option ?? io.env.EMPREINTE_KEY;
  if (!path) {
    throw new Failure(
      'no key to sign with: name one with --key FILE or EMPREINTE_KEY; ' +
        '`empreinte keygen FILE` makes one',
    );
  }
  const name = `key ${safeText(path)}`;
  let text: string;
  try {
    const stats = statSync(path);
    if (stats.size > MAX_KEY_BYTES) throw new KeyError('not an OpenSSH private key');
    if ((stats.mode & 0o077) !== 0 && process.platform !== 'win32') {
      io.stderr.write(`${name}: others can read it; chmod 600 makes it yours alone\n`);
    }
    text = readFileSync(path, 'utf8');
    return parsePrivateKey(text);
  } catch (error) {
    const why =
      error instanceof KeyError
        ? `${error.message}; \`empreinte keygen FILE\` makes one that works`
        : (error as NodeJS.ErrnoException).code === 'ENOENT'
          ? 'no such file; `empreinte keygen FILE` makes one'
          : faultOf(error);
    throw new Failure(`${name}: ${why}`, { cause: error });
  }
}

/** `empreinte keygen`: a new Ed25519 key pair, FILE for its owner alone and FILE.pub. */
export function keygenCommand(path: string, comment: string, io: Io): number {
  if (/[\r\n\0]/.test(comment)) throw new Failure('a key comment is one line of text');
  const pair = createKeyPair(comment);
  writeNew(path, pair.privateKey, 0o600);
  try {
    writeNew(`${path}.pub`, `${pair.publicKey}\n`, 0o644);
  } catch (error) {
    unlinkSync(path);
    throw error;
  }
  io.stdout.write(`${pair.publicKey}\n`);
  return EXIT.ok;
}

/** Writes a file that does not exist yet: no key is ever replaced. */
function writeNew(path: string, text: string, mode: number): void {
  try {
    writeFileSync(path, text, { mode, flag: 'wx' });
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const why = exists ? 'exists already; choose another name' : faultOf(error);
    throw new Failure(`${safeText(path)}: ${why}`, { cause: error });
  }
}
