/** Unicode NFC (UAX #15) in linear time. */

/**
 * Combining marks that are put in order at one time. Engines sort them by insertion, so that
 * 300,000 on one letter keep a reader busy for a minute; UAX #15 calls 30 the most that any
 * writing needs ("Stream-Safe Text Format").
 */
const RUN = /\p{M}{64}/gu;
const MARKS = 64;
const MARK = /\p{M}/u;

/**
 * NFC of a text; where more than 64 marks follow each other, every 64 of them are normalised
 * apart. The result is canonically equivalent to the text in either case.
 */
export function nfc(text: string): string {
  if (!mayHoldRun(text)) return text.normalize('NFC');
  let out = '';
  let from = 0;
  for (const { index, 0: run } of text.matchAll(RUN)) {
    const end = index + run.length;
    out += text.slice(from, end).normalize('NFC');
    from = end;
  }
  return from === 0 ? text.normalize('NFC') : out + text.slice(from).normalize('NFC');
}

/** A run of marks is met by every 32nd place, so that nearly no text is searched. */
function mayHoldRun(text: string): boolean {
  for (let i = 0; i < text.length; i += MARKS / 2) {
    const unit = text.charCodeAt(i);
    // The first combining mark of Unicode is U+0300; half of a pair may be one.
    if (unit >= 0x300 && ((unit & 0xf800) === 0xd800 || MARK.test(text.charAt(i)))) return true;
  }
  return false;
}
