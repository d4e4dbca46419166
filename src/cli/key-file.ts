import { readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import type { Signer } from '../tlog/sshsig.ts';
import { safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { agentSigner } from './ssh-agent.ts';
import { createKeyPair, KeyError, parsePrivateKey } from './ssh-key.ts';
import { faultOf } from './walk.ts';

/** A key file is about 400 bytes; anything much larger is something else. */
const MAX_KEY_BYTES = 64 * 1024;

/**
 * The key to sign with, from `--key` or `EMPREINTE_KEY`, both paths: a private key file, or a
 * public one or one behind a passphrase whose private half an ssh-agent holds.
 *
 * @throws Failure naming the file and what is wrong with it
 */
export async function loadSigner(option: string | undefined, io: Io): Promise<Signer> {
  const path = option ?? io.env.EMPREINTE_KEY;
  if (!path) {
    throw new Failure(
      'no key to sign with: name one with --key FILE or EMPREINTE_KEY; ' +
        '`empreinte keygen FILE` makes one',
    );
  }
  const name = `key ${safeText(path)}`;
  try {
    const text = readKey(path);
    try {
      const key = parsePrivateKey(text);
      warnOfReaders(path, name, io);
      return key;
    } catch (error) {
      if (!(error instanceof KeyError) || !error.publicKey) throw error;
      return await agentSigner(io.env.SSH_AUTH_SOCK, error.publicKey).catch((why: unknown) => {
        throw why instanceof KeyError ? new KeyError(`${error.message}; ${why.message}`) : why;
      });
    }
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

function readKey(path: string): string {
  if (statSync(path).size > MAX_KEY_BYTES) throw new KeyError('not an OpenSSH private key');
  return readFileSync(path, 'utf8');
}

function warnOfReaders(path: string, name: string, io: Io): void {
  if ((statSync(path).mode & 0o077) !== 0 && process.platform !== 'win32') {
    io.stderr.write(`${name}: others can read it; chmod 600 makes it yours alone\n`);
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
