import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Said } from '../client/statement.ts';
import type { BootstrapAnswer, Keyholder } from '../registry/contract.ts';
import { governance, publicKeyIn } from './ask.ts';
import { safeText } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { type SignOptions, say, tell } from './statement.ts';
import { faultOf } from './walk.ts';

export interface KeyholdersOptions extends SignOptions {
  /** `Name=FILE.pub`, one a keyholder. */
  readonly holder: readonly string[];
  readonly required: number;
  /** File for the admin token, which is printed otherwise. */
  readonly saveToken?: string;
}

/** `empreinte admin bootstrap`: names the keyholders, gets the first admin token. */
export async function bootstrapCommand(options: KeyholdersOptions, io: Io): Promise<number> {
  const { said, code } = await keyholders(options, io);
  const answer = (await say(said, options, io, 'v1/bootstrap')) as BootstrapAnswer | null;
  tellCode(code, io);
  if (!answer) return EXIT.ok;
  tell(answer.statement, options, io);
  const { token } = answer.token;
  if (options.saveToken === undefined) io.stdout.write(`${safeText(token)}\n`);
  else writeToken(options.saveToken, token, io);
  return EXIT.ok;
}

/** `empreinte admin keyholders`: other keys decide from now on; the present ones sign. */
export async function keyholdersCommand(options: KeyholdersOptions, io: Io): Promise<number> {
  const { said, code } = await keyholders(options, io);
  tell(await say(said, options, io), options, io);
  tellCode(code, io);
  return EXIT.ok;
}

/** Keyholders as they are said, and the paper code whose digest stands there. */
async function keyholders(
  options: KeyholdersOptions,
  io: Io,
): Promise<{ said: Said; code: string }> {
  const keys = options.holder.map(holderOf);
  const code = paperCode();
  const known = await governance(options, io).catch((error: unknown) => {
    if (error instanceof Failure && /not_bootstrapped/.test(error.message)) return null;
    throw error;
  });
  const said: Said = {
    kind: 'keyholders',
    required: options.required,
    keys,
    freeze_code_sha256: createHash('sha256').update(code.replaceAll('-', '')).digest('hex'),
    previous: known?.statement ?? null,
  };
  return { said, code };
}

function holderOf(text: string): Keyholder {
  const [name = '', ...file] = text.split('=');
  if (name === '' || file.length === 0) {
    throw new Failure(`not NAME=FILE.pub: ${safeText(text)}; see --holder`);
  }
  return { name, ssh_key: publicKeyIn(file.join('=')) };
}

/** 25 characters of RFC 4648 base32, 125 bits, in fives: to be printed and kept in a drawer. */
function paperCode(): string {
  const letters = Array.from(randomBytes(25), (byte) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(byte & 31),
  ).join('');
  return (letters.match(/.{5}/g) ?? []).join('-');
}

function tellCode(code: string, io: Io): void {
  io.stderr.write(
    `Paper code, shown only now: print it and keep it away from computers. It stops registration\n(\`empreinte admin freeze --code\`), and does nothing else.\n\n    ${code}\n\n`,
  );
}

function writeToken(path: string, token: string, io: Io): void {
  try {
    writeFileSync(path, `${token}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    io.stdout.write(`${safeText(token)}\n`);
    throw new Failure(`${safeText(path)}: ${faultOf(error)}; the token is printed instead`, {
      cause: error,
    });
  }
}
