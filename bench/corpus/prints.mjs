/** Fingerprints of made-up documents, by the code that makes those of real ones. */
import { fingerprint } from '../../src/fingerprint/fingerprint.ts';

/** Lines of sixteen words, as a mail program wraps them. */
function linesOf(words) {
  const lines = [];
  for (let at = 0; at < words.length; at += 16) {
    lines.push({ text: words.slice(at, at + 16).join(' ') });
  }
  return lines;
}

const readingOf = (words) => ({
  extractor: 'bench/1',
  text: { pages: [linesOf(words)] },
  drawn: null,
  marks: [],
});

const noText = { alternatives: [], quoted: null, signature: null, footer: null, thread: [] };
const noOne = { replyTo: [], sender: [], cc: [], importance: null };

/** @param name unique among the documents; stands in the bytes of a mail as its Message-ID */
export function printOf({ kind, own, whole }, name) {
  const isMail = kind === 'mail' && whole !== null;
  const text = (whole ?? own).join(' ');
  return fingerprint({
    name: null,
    type: isMail ? 'message/rfc822' : 'text/plain',
    bytes: new TextEncoder().encode(isMail ? `Message-ID: <${name}>\n\n${text}` : text),
    reading: readingOf(own),
    mail: isMail
      ? {
          ...noText,
          ...noOne,
          messageId: name,
          from: [{ address: `${own[0]}@campagne.example`, name: own[0] }],
          to: [{ address: `${own[1]}@campagne.example`, name: '' }],
          date: '2027-04-01T09:00:00Z',
          subject: own.slice(0, 6).join(' '),
          whole: whole.length > own.length ? readingOf(whole) : null,
        }
      : null,
    parts: [],
    problem: null,
  });
}
