import { connect } from 'node:net';
import { KEY_TYPE, publicKeyBlob, type Signer, sshString } from '../tlog/sshsig.ts';
import { KeyError, Reader } from './ssh-key.ts';

/**
 * Signing by an ssh-agent (draft-ietf-sshm-ssh-agent): the private key never comes here.
 *
 * A message is its length in 4 bytes, its type in one, its contents. Asked: the identities (11),
 * each answered (12) as key blob and comment; a signature (13) of a blob, data and flags, answered
 * (14) as an SSH string of type and signature.
 */
const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
const SIGN_REQUEST = 13;
const SIGN_RESPONSE = 14;

/** An agent may ask its user to confirm; who is not there in two minutes will not. */
const TIMEOUT_MS = 120_000;
/** As OpenSSH limits it (AGENT_MAX_LEN). */
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * A signer whose key the agent at `socket` holds.
 *
 * @param publicKey raw Ed25519 public key, 32 bytes
 * @throws KeyError when no agent answers there or it does not hold the key
 */
export async function agentSigner(
  socket: string | undefined,
  publicKey: Uint8Array,
): Promise<Signer> {
  if (!socket) throw new KeyError('no agent runs here (SSH_AUTH_SOCK is not set)');
  const blob = Buffer.from(publicKeyBlob(publicKey));
  const answer = await ask(socket, REQUEST_IDENTITIES, [], IDENTITIES_ANSWER);
  let held = false;
  for (let left = answer.uint32(); left > 0; left--) {
    held = answer.string().equals(blob) || held;
    answer.string();
  }
  if (!held) throw new KeyError('the agent does not hold it; `ssh-add FILE` hands it over');
  return {
    publicKey,
    sign: async (data) => {
      const asked = [sshString(blob), sshString(data), Buffer.alloc(4)];
      const signed = await ask(socket, SIGN_REQUEST, asked, SIGN_RESPONSE);
      const signature = new Reader(signed.string());
      if (signature.string().toString() !== KEY_TYPE) throw new KeyError('the agent signed oddly');
      return new Uint8Array(signature.string());
    },
  };
}

/** One request on a connection of its own. */
async function ask(
  socket: string,
  type: number,
  contents: readonly Uint8Array[],
  wanted: number,
): Promise<Reader> {
  const body = Buffer.concat([Buffer.of(type), ...contents]);
  const answer = new Reader(await exchange(socket, Buffer.from(sshString(body))));
  if (answer.take(1)[0] !== wanted) throw new KeyError('the agent refuses to sign with it');
  return answer;
}

/** Sends a message and gives the answer without its length. */
function exchange(path: string, message: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const fail = (why: string) => {
      socket.destroy();
      reject(new KeyError(`the agent at SSH_AUTH_SOCK ${why}`));
    };
    const socket = connect(path, () => socket.write(message));
    socket.setTimeout(TIMEOUT_MS, () => fail('does not answer'));
    socket.on('error', (error: NodeJS.ErrnoException) => fail(`cannot be reached (${error.code})`));
    socket.on('end', () => fail('ended the connection'));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4) return;
      const length = received.readUInt32BE();
      if (length > MAX_ANSWER_BYTES) fail('answers at too great a length');
      else if (received.length >= 4 + length) {
        socket.destroy();
        resolve(received.subarray(4, 4 + length));
      }
    });
  });
}
