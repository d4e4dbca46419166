import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { safeJson, safePath } from './escape.ts';
import { EXIT, Failure } from './failure.ts';
import type { Io } from './io.ts';
import { faultOf } from './walk.ts';

/** Seconds by which the time of a message may differ from now, as Standard Webhooks has it. */
const TOLERANCE = 300;

export interface WatchVerifyOptions {
  /** With `--at-any-time`, a message that was kept is verified too. */
  readonly atAnyTime?: boolean;
  readonly json?: boolean;
}

/**
 * `empreinte watch verify`: whether a message that came was signed with the secret of the watches
 * (Standard Webhooks 1.0, `v1`). Offline: nobody is asked.
 *
 * @param body the file with the body, byte for byte as it came
 * @param headers the file with its headers, `name: value`, one a line
 * @param secrets the file with the secret, or with two while it is being changed
 * @throws Failure for what cannot be read, or a message without its three headers
 */
export function watchVerifyCommand(
  [body, headers, secrets]: readonly [Buffer, Buffer, Buffer],
  { atAnyTime, json }: WatchVerifyOptions,
  io: Io,
): number {
  const sent = headersOf(read(headers).toString());
  const [id, at, given] = ['id', 'timestamp', 'signature'].map((name) =>
    sent.get(`webhook-${name}`),
  );
  if (!id || !at || !given) {
    throw new Failure(`${safePath(headers)}: not with webhook-id, -timestamp and -signature`);
  }
  const keys = [
    ...read(secrets)
      .toString()
      .matchAll(/whsec_([A-Za-z0-9+/]+=*)/g),
  ];
  if (keys.length === 0) throw new Failure(`${safePath(secrets)}: no secret, whsec_ and base64`);
  const signed = Buffer.concat([Buffer.from(`${id}.${at}.`), read(body)]);
  const genuine = keys.some(([, key = '']) => {
    const made = createHmac('sha256', Buffer.from(key, 'base64')).update(signed).digest();
    return given.split(' ').some((one) => equal(one, made));
  });
  const seconds = /^\d{1,11}$/.test(at) ? Number(at) : 0;
  const now = Math.abs(Date.now() / 1000 - seconds) <= TOLERANCE;
  const when = new Date(seconds * 1000).toISOString();
  if (json) io.stdout.write(`${safeJson({ signed: genuine, at: when, now })}\n`);
  else if (!genuine) io.stdout.write('not signed with this secret, or changed\n');
  else io.stdout.write(`signed with this secret at ${when}${now ? '' : ', not just now'}\n`);
  return genuine && (atAnyTime || now) ? EXIT.ok : EXIT.findings;
}

function equal(given: string, made: Buffer): boolean {
  const [version, text = ''] = given.split(',');
  const bytes = Buffer.from(text, 'base64');
  return version === 'v1' && bytes.length === made.length && timingSafeEqual(bytes, made);
}

/** The last value of each name, names in small letters. */
function headersOf(text: string): Map<string, string> {
  const lines = text.split(/\r?\n/).map((line) => line.split(':'));
  return new Map(
    lines.map(([name = '', ...value]) => [name.trim().toLowerCase(), value.join(':').trim()]),
  );
}

function read(path: Buffer): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure(`${safePath(path)}: ${faultOf(error)}`, { cause: error });
  }
}
