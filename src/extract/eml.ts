/**
 * Mail (RFC 5322, MIME): header fields, bodies, quoted thread, signature, attachments.
 *
 * Transport headers (Received, X-, List-, DKIM) are no content: one mail looks the same
 * whatever relay, encoding or boundary it came through.
 */
import { sha256, sha256Text } from '../fingerprint/digest.ts';
import type { Document, Problem } from '../fingerprint/document.ts';
import { anatomyOf, type Body, fileName, isBody, readBody } from './eml-body.ts';
import { decodeTransfer } from './eml-decode.ts';
import { contradiction, readFields } from './eml-fields.ts';
import { field } from './eml-header.ts';
import { type Entity, parseTree } from './eml-tree.ts';
import { unquoteFrom } from './mbox.ts';
import { type Context, ExtractError, type Extracted, type Reader } from './reader.ts';
import { CMS } from './sniff.ts';
import { fromLine, MAIL, mailStart } from './sniff-mail.ts';

const PGP_MESSAGE = /^-----BEGIN PGP MESSAGE-----$/;

/** Reads a mail; see `Reader`. */
export const readEml: Reader = async (bytes, context) => {
  if (context.mailDepth >= context.limits.maxMailDepth) {
    throw new ExtractError('over_limit', 'Mails are nested too deeply.');
  }
  const own = bytes.subarray(mailStart(bytes));
  // A `From ` line shows that the mail comes out of a mailbox.
  const root = parseTree(fromLine(bytes) === null ? own : unquoteFrom(own), context.limits);
  const bodies: Body[] = [];
  const parts: Document[] = [];
  const pictures = new Map<string, Document>();
  await collect(root, null, false);

  async function collect(entity: Entity, group: Entity | null, signed: boolean): Promise<void> {
    if (isBody(entity)) {
      const body = await readBody(entity, group ?? entity, context.limits);
      bodies.push(body);
      for (const file of body.files) {
        parts.push(await context.nested(file.bytes, file.name, 'mail'));
      }
    } else if (entity.children.length === 0) {
      const part = await readPart(entity, context);
      const id = field(entity.headers, 'content-id');
      if (id !== null) pictures.set(id.replace(/^<|>$/g, ''), part);
      parts.push(signed ? signatureOf(entity, part) : part);
    }
    const { value } = entity.type;
    const alternative = value === 'multipart/alternative' ? entity : null;
    for (const child of entity.children) {
      await collect(child, group ?? alternative, value === 'multipart/signed');
    }
  }

  const shown = await Promise.all(bodies.map((body) => withPictures(body, pictures)));
  const { reading, ...anatomy } = anatomyOf(shown);
  return {
    reading,
    mail: { ...readFields(root.headers), ...anatomy },
    parts,
    ...faultOf(root, bodies, parts),
  };
};

/** Of several pictures, which stands where is drawn too. */
async function withPictures(body: Body, pictures: ReadonlyMap<string, Document>): Promise<Body> {
  const { drawn } = body.reading;
  if (drawn === null || pictures.size < 2 || body.shows.length === 0) return body;
  const places = await Promise.all(
    body.shows.map((id) => {
      const part = pictures.get(id) ?? pictures.get(decodePercent(id));
      return part ? sha256(part.bytes) : '';
    }),
  );
  const whole = sha256Text([drawn, ...places].join('\n'));
  return { ...body, reading: { ...body.reading, drawn: whole } };
}

function decodePercent(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

async function readPart(entity: Entity, context: Context): Promise<Document> {
  const message = entity.type.value.startsWith('message/');
  const decoded = decodeTransfer(entity.body, entity.encoding, message ? 'crlf' : 'lf');
  const part = await context.nested(decoded.bytes, fileName(entity), 'mail');
  if (part.problem !== null) return part;
  if (decoded.fault !== null) return { ...part, problem: 'unreadable', detail: decoded.fault };
  // Mail programs show it as a mail, so encoded text in it would be missed.
  if (entity.type.value === MAIL && part.type !== MAIL) {
    return { ...part, problem: 'unreadable', detail: 'The attached mail has no mail headers.' };
  }
  return part;
}

/**
 * A detached S/MIME signature (RFC 8551) holds nothing that a reader sees: its bytes are
 * digested like any part's, and that it is not opened is no problem.
 */
function signatureOf(entity: Entity, part: Document): Document {
  const declared = /^application\/(?:x-)?pkcs7-signature$/.test(entity.type.value);
  if (!declared || part.type !== CMS || part.problem !== 'unreadable') return part;
  const { detail: _, ...rest } = part;
  return { ...rest, type: 'application/pkcs7-signature', problem: null };
}

/** What makes the mail as a whole doubtful; the rest of the reading stands. */
function faultOf(
  root: Entity,
  bodies: readonly Body[],
  parts: readonly Document[],
): Pick<Extracted, 'problem' | 'detail'> {
  const fault = (problem: Problem, detail: string) => ({ problem, detail });
  const only = parts[0];
  if (only?.type === CMS && only.problem && root.children.length === 0) {
    return fault(only.problem, only.detail ?? '');
  }
  const armoured = bodies.some(({ reading }) =>
    reading.text.pages.some((page) => page.some(({ text }) => PGP_MESSAGE.test(text.trim()))),
  );
  if (armoured || some(root, (one) => one.type.value === 'multipart/encrypted')) {
    return fault('encrypted', 'The mail is encrypted.');
  }
  const doubtful = bodies.find((body) => body.fault !== null)?.fault ?? null;
  if (doubtful !== null) return fault('unreadable', doubtful);
  if (some(root, startsElsewhere)) {
    return fault('unreadable', 'The mail begins with another part than its first.');
  }
  const twice = firstContradiction(root);
  if (twice !== null) {
    return fault('unreadable', `The mail has two different ${twice} headers.`);
  }
  return {};
}

/** Programs differ in whether they know the parameter (RFC 2387, 3.2). */
function startsElsewhere({ type, children }: Entity): boolean {
  const start = type.value === 'multipart/related' ? type.params.get('start') : undefined;
  const others = start === undefined ? [] : children.slice(1);
  return others.some(({ headers }) => field(headers, 'content-id') === start);
}

function some(entity: Entity, test: (entity: Entity) => boolean): boolean {
  return test(entity) || entity.children.some((child) => some(child, test));
}

function firstContradiction(entity: Entity): string | null {
  let found = contradiction(entity.headers);
  for (const child of entity.children) found ??= firstContradiction(child);
  return found;
}
