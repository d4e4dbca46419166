/** Compound files (MS-CFB) and Outlook messages: chains in circles, sizes and names that lie. */
import { compound } from '../../extract/compound.ts';
import { item, numbered } from '../../extract/msg-build.ts';
import { hostile, noise } from './tools.mjs';

const READ = 'unreadable over_limit encrypted absent too_short no_text_layer';
const SECTOR = 512;

/** An Outlook message with this text, and more streams. */
const msg = (text, more = {}) => compound(item('message', { '1000001F': text }, more));
const utf16 = (text) => new Uint8Array(Buffer.from(text, 'utf16le'));

/** A file with 32-bit words overwritten, by offset. */
function patched(bytes, words) {
  const out = Buffer.from(bytes);
  for (const [at, value] of words) out.writeUInt32LE(value >>> 0, at);
  return out;
}

/** Byte offset of the first sector of the allocation table. */
const tableAt = (bytes) => (Buffer.from(bytes).readUInt32LE(76) + 1) * SECTOR;
const directoryAt = (bytes) => (Buffer.from(bytes).readUInt32LE(48) + 1) * SECTOR;

const big = msg('Texte du message '.repeat(2000));
const small = msg('Texte du message');

function everySector(value) {
  const at = tableAt(big);
  return patched(
    big,
    Array.from({ length: 128 }, (_, n) => [at + n * 4, value(n)]),
  );
}

/** Many names for one long chain: what is read grows with the product. */
function shared(count, length) {
  const storages = {};
  for (let n = 0; n < count; n++) {
    const name = `__attach_version1.0_#${n.toString(16).toUpperCase().padStart(8, '0')}`;
    storages[name] = item('other', { 37050003: 1, 37010102: new Uint8Array([n]) });
  }
  const bytes = Buffer.from(
    compound(item('message', { '1000001F': 'a' }, { ...storages, zz: noise(length) })),
  );
  const at = directoryAt(bytes);
  const data = Buffer.from(utf16('__substg1.0_37010102'));
  const long = bytes.indexOf(Buffer.from(utf16('zz\0')), at);
  for (let one = bytes.indexOf(data, at); one > 0; one = bytes.indexOf(data, one + 1)) {
    bytes.copy(bytes, one + 116, long + 116, long + 128);
  }
  return bytes;
}

/** A message attached to a message attached to a message. */
function nested(depth) {
  let inner = item('embedded', { '1000001F': 'Texte', '0037001F': 'Objet' });
  for (let n = 0; n < depth; n++) {
    const attached = item('other', { 37050003: 5, '3701000D': inner });
    inner = item('embedded', { '1000001F': 'Texte' }, numbered('attach', [attached]));
  }
  return compound(inner);
}

/** Compressed rich text (MS-OXRTFCP) that says it is 2 GiB and repeats one reference. */
function compressedRtf(declared, references) {
  const bytes = Buffer.alloc(16 + references * 2 + Math.ceil(references / 8), 0x11);
  bytes.writeUInt32LE(bytes.length - 4, 0);
  bytes.writeUInt32LE(declared, 4);
  bytes.write('LZFu', 8, 'latin1');
  for (let at = 16; at < bytes.length; at += 17) bytes[at] = 0xff;
  return new Uint8Array(bytes);
}

export const compounds = [
  hostile('cfb-fat-self.msg', READ, () => everySector((n) => n)),
  hostile('cfb-fat-circle.msg', READ, () => everySector((n) => (n + 1) % 100)),
  hostile('cfb-fat-outside.msg', READ, () => everySector(() => 0x7fffffff)),
  hostile('cfb-difat-circle.msg', READ, () =>
    patched(big, [
      [68, 0],
      [72, 0xffffffff],
    ]),
  ),
  hostile('cfb-table-count.msg', READ, () => patched(big, [[44, 0xffffffff]])),
  hostile('cfb-directory-circle.msg', READ, () => {
    const at = directoryAt(small);
    return patched(
      small,
      [0, 1, 2].flatMap((n) => [68, 72, 76].map((k) => [at + n * 128 + k, n])),
    );
  }),
  hostile('cfb-directory-parents.msg', READ, () => {
    const at = directoryAt(small);
    return patched(
      small,
      [1, 2].map((n) => [at + n * 128 + 76, 0]),
    );
  }),
  hostile('cfb-directory-start.msg', READ, () => patched(small, [[48, 0xfffffff0]])),
  hostile('cfb-mini-circle.msg', READ, () => {
    const at = (Buffer.from(small).readUInt32LE(60) + 1) * SECTOR;
    return patched(
      small,
      Array.from({ length: 16 }, (_, n) => [at + n * 4, n]),
    );
  }),
  hostile('cfb-stream-size.msg', READ, () => {
    const at = directoryAt(big);
    return patched(
      big,
      [0, 1, 2].flatMap((n) => [
        [at + n * 128 + 120, 0xfffffff0],
        [at + n * 128 + 124, 0x7fffffff],
      ]),
    );
  }),
  hostile('cfb-sector-shift.msg', READ, () => patched(big, [[30, 0x0006001f]])),
  hostile('cfb-sector-shift-0.msg', READ, () => patched(big, [[30, 0]])),
  hostile('cfb-name-lengths.msg', READ, () => {
    const at = directoryAt(small);
    return patched(
      small,
      [0, 1, 2].map((n) => [at + n * 128 + 64, 0x0002ffff]),
    );
  }),
  hostile('cfb-entries-100000.msg', READ, () => {
    const tree = {};
    for (let n = 0; n < 20_000; n++) tree[`s${n}`] = new Uint8Array();
    return msg('a', tree);
  }),
  hostile('cfb-shared-chain.msg', READ, () => shared(1500, 1_000_000)),
  hostile('msg-attachments-5000.msg', 'over_limit', () => {
    const one = item('other', { 37050003: 1, 37010102: new Uint8Array([65]) });
    return compound(
      item('message', { '1000001F': 'a' }, numbered('attach', Array(5000).fill(one))),
    );
  }),
  hostile('msg-recipients-20000.msg', READ, () => {
    const one = item('other', { '0C150003': 1, '3003001F': 'a@b.example' });
    return compound(
      item('message', { '1000001F': 'a' }, numbered('recip', Array(20_000).fill(one))),
    );
  }),
  hostile('msg-nested-100.msg', 'over_limit too_short', () => nested(100)),
  hostile('msg-rtf-bomb.msg', READ, () =>
    compound(item('message', { 10090102: compressedRtf(0x7fffffff, 2_000_000) })),
  ),
  hostile('msg-rtf-lie.msg', READ, () =>
    compound(item('message', { 10090102: compressedRtf(4, 200_000) })),
  ),
  hostile('msg-headers.msg', READ, () =>
    compound(item('message', { '007D001F': `To: ${'('.repeat(400_000)}` })),
  ),
  hostile('msg-properties.msg', READ, () =>
    compound({
      '__properties_version1.0': noise(2_000_000, 3),
      '__substg1.0_1000001F': utf16('a'),
    }),
  ),
  hostile('doc-noise.doc', READ, () => compound({ WordDocument: noise(200_000) })),
  hostile('xls-noise.xls', READ, () => compound({ Workbook: noise(200_000) })),
  hostile('ppt-noise.ppt', READ, () =>
    compound({ 'PowerPoint Document': noise(100_000), 'Current User': noise(40) }),
  ),
  hostile('office-password.docx', 'encrypted', () =>
    compound({ EncryptedPackage: noise(10_000), EncryptionInfo: noise(300) }),
  ),
];
