/**
 * Outlook messages (MS-OXMSG): the fields, bodies and attachments of a mail, so that one
 * message saved as `.msg` and as `.eml` has the same.
 *
 * What cannot be the same: Exchange keeps no boundaries and no second plain text beside HTML,
 * and gives text attachments CRLF.
 */
import type { Document } from '../fingerprint/document.ts';
import { readCompound, type Storage } from './cfb.ts';
import { anatomyOf, type Body } from './eml-body.ts';
import { countPart, readAttachments, unreadPart } from './msg-attachments.ts';
import { readMsgBodies } from './msg-body.ts';
import { readMsgFields } from './msg-fields.ts';
import { P, PROPERTIES_HEAD, Properties } from './msg-properties.ts';
import { OUTLOOK } from './ole.ts';
import { type Context, ExtractError, type Extracted, type Reader } from './reader.ts';

/** Mails, reports on them and posts; other items show fields that are not read. */
const MAIL_CLASS = /^(?:IPM\.Note|IPM\.Post|REPORT)(?:\.|$)/i;
/** The message proper is inside an attachment. */
const SMIME_CLASS = /^IPM\.Note\.(?:SMIME|Secure)/i;

/** Reads an Outlook message; see `Reader`. */
export const readMsg: Reader = async (bytes, context) => {
  return await readMessage(
    readCompound(bytes),
    PROPERTIES_HEAD.message,
    null,
    context,
    context.mailDepth,
  );
};

async function readMessage(
  storage: Storage,
  head: number,
  codePage: number | null,
  context: Context,
  depth: number,
): Promise<Extracted> {
  if (depth >= context.limits.maxMailDepth) {
    throw new ExtractError('over_limit', 'Mails are nested too deeply.');
  }
  const message = new Properties(storage, head, codePage);
  const { fields, fault } = readMsgFields(message);
  const bodies = await readMsgBodies(message, context);
  const parts = await readAttachments(message, context, async (inner, bytes, name) => {
    try {
      const found = await readMessage(
        inner,
        PROPERTIES_HEAD.embedded,
        message.codePage,
        context,
        depth + 1,
      );
      countPart(context);
      return documentOf(name, bytes, found);
    } catch (error) {
      if (!(error instanceof ExtractError)) throw error;
      return { ...unreadPart(name, bytes, error.problem, error.message, context), type: OUTLOOK };
    }
  });
  const { reading, ...anatomy } = anatomyOf(bodies);
  return {
    reading,
    mail: { ...fields, ...anatomy },
    parts,
    ...faultOf(message, fault, bodies, parts),
  };
}

function documentOf(name: string | null, bytes: Uint8Array, found: Extracted): Document {
  const { reading, mail, parts, problem, detail } = found;
  const document = { name, type: OUTLOOK, bytes, reading, mail, parts };
  return problem ? { ...document, problem, detail: detail ?? '' } : { ...document, problem: null };
}

/** What makes the message as a whole doubtful; the rest of the reading stands. */
function faultOf(
  message: Properties,
  fieldFault: string | null,
  bodies: readonly Body[],
  parts: readonly Document[],
): Pick<Extracted, 'problem' | 'detail'> {
  const itemClass = message.text(P.messageClass) ?? 'IPM.Note';
  const only = parts[0];
  if (SMIME_CLASS.test(itemClass)) {
    const problem = only?.problem === 'encrypted' ? 'encrypted' : 'unreadable';
    return { problem, detail: 'The signed or encrypted message is not opened.' };
  }
  if (!MAIL_CLASS.test(itemClass)) {
    return { problem: 'unreadable', detail: 'The Outlook item is no mail.' };
  }
  const armoured = bodies.some(({ text }) => /^-----BEGIN PGP MESSAGE-----\s*$/m.test(text));
  if (armoured) return { problem: 'encrypted', detail: 'The mail is encrypted.' };
  return fieldFault === null ? {} : { problem: 'unreadable', detail: fieldFault };
}
