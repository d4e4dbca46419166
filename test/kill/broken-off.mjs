/** Requests over a socket, whose bodies end before their time. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { parsePrivateKey } from '../../src/cli/ssh-key.ts';
import { analyse } from '../../src/client/analyse.ts';
import { startRun } from '../../src/client/manifest.ts';

/** So long a server may think about it before a test gives it up. */
const PATIENCE_MS = 10_000;

/**
 * A signed batch of one document that the registry does not know, as it would be taken.
 *
 * @returns {Promise<{fingerprint: object, body: string}>}
 */
export async function batchOf(text, { origin, env, corpus }) {
  const { fingerprint, entries } = await analyse(new TextEncoder().encode(text), {
    name: 'letter.txt',
  });
  const signer = parsePrivateKey(readFileSync(env.EMPREINTE_KEY, 'utf8'));
  const run = startRun({ origin, environment: 'local', corpus, state: 'authentic', signer });
  return { fingerprint, body: JSON.stringify(await run.next([{ id: '0', fingerprint, entries }])) };
}

/**
 * Sends a body as it is told to and breaks off.
 *
 * @param {'length' | 'chunked'} framing `length` promises more than comes, `chunked` has no last chunk
 * @param {'ended' | 'gone'} how `ended` still reads, `gone` does not
 * @returns {Promise<string>} what came back
 */
export function breakOff({ origin, path, type, token, body, framing, how }) {
  const { hostname, port, host } = new URL(origin);
  const bytes = Buffer.from(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    `content-type: ${type}`,
    ...(token ? [`authorization: Bearer ${token}`] : []),
    framing === 'length' ? `content-length: ${bytes.length + 20}` : 'transfer-encoding: chunked',
  ];
  const framed =
    framing === 'length'
      ? bytes
      : Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes]);
  return new Promise((done) => {
    let answer = '';
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    const end = () => {
      clearTimeout(late);
      socket.destroy();
      done(answer);
    };
    const late = setTimeout(end, PATIENCE_MS);
    socket.setEncoding('utf8').on('data', (text) => {
      answer += text;
    });
    socket.once('end', end).once('error', end);
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(framed, () => {
      if (how === 'gone') end();
      else socket.end();
    });
  });
}
