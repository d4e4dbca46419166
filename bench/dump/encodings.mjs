/** Transfer encodings of mails, fast enough for some ten thousand of them. */

export const base64 = (bytes) =>
  Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{76})/g, '$1\r\n');

/** RFC 2045 6.7, for text with `\n` line ends. */
export function quotedPrintable(text) {
  const encoded = text.replace(/[^ -<>-~\n]/gu, (char) =>
    [...Buffer.from(char)]
      .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
  return encoded
    .split('\n')
    .map((line) => line.replace(/ $/, '=20').replace(/(.{1,72}(?:=..)?)(?=.)/g, fold))
    .join('\r\n');
}

/** A soft break never stands within an `=XX`. */
function fold(piece) {
  const cut = /=.?$/.exec(piece);
  return cut ? `${piece.slice(0, cut.index)}=\r\n${cut[0]}` : `${piece}=\r\n`;
}

/** RFC 2047 encoded word; plain ASCII stays as it is. */
export function word(text) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the ASCII range is what is meant
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}
