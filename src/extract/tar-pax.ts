/** Extended headers of pax archives (POSIX.1-2017, pax): `length keyword=value`, a line each. */

const SPACE = 0x20;
const EQUALS = 0x3d;
const LF = 0x0a;

/**
 * Values by keyword; of two of one name the later counts, as POSIX says.
 *
 * @returns null when a record is not as long as it says
 */
export function paxRecords(data: Uint8Array): Map<string, string> | null {
  const records = new Map<string, string>();
  const utf8 = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
  for (let at = 0; at < data.length; ) {
    const space = data.indexOf(SPACE, at);
    if (space < 0 || space - at > 10) return null;
    const digits = String.fromCharCode(...data.subarray(at, space));
    const end = /^\d+$/.test(digits) ? at + Number(digits) : 0;
    const equals = data.indexOf(EQUALS, space);
    if (end > data.length || equals < 0 || equals >= end - 1 || data[end - 1] !== LF) return null;
    records.set(
      utf8.decode(data.subarray(space + 1, equals)),
      utf8.decode(data.subarray(equals + 1, end - 1)),
    );
    at = end;
  }
  return records;
}
