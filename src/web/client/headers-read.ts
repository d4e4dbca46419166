import type { Address, MailFields } from '../../fingerprint/document.ts';
import type { HeaderValue } from '../headers-shown.ts';

/** More of a header than this is for no reader's eyes: a list of thousands of recipients. */
const MAX_SHOWN = 2000;

/** What a mail's headers say, as decoded; nothing of it leaves this computer. */
export function headersOf(mail: MailFields): HeaderValue[] {
  return [
    { layer: 'from', value: addresses(mail.from) },
    { layer: 'sender', value: addresses(mail.sender) },
    { layer: 'reply_to', value: addresses(mail.replyTo) },
    { layer: 'to', value: addresses(mail.to) },
    { layer: 'cc', value: addresses(mail.cc) },
    { layer: 'date', value: mail.date },
    { layer: 'subject', value: cut(mail.subject) },
    { layer: 'message_id', value: cut(mail.messageId) },
    { layer: 'importance', value: mail.importance },
  ];
}

function addresses(list: readonly Address[]): string | null {
  const said = list.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`));
  return said.length === 0 ? null : cut(said.join(', '));
}

function cut(text: string | null): string | null {
  return text !== null && text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
