/** Bombs and lies in zip, gzip and tar. */
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { deflatedBlank, hostile, latin1, noise, utf8, zip } from './tools.mjs';

const MiB = 1 << 20;

/** CRC-32 of `megabytes` MiB of spaces, in pieces. */
function blankCrc(megabytes) {
  const piece = Buffer.alloc(MiB, 0x20);
  let crc = 0;
  for (let i = 0; i < megabytes; i++) crc = crc32(piece, crc);
  return crc;
}

function flat(megabytes, declared = megabytes * MiB) {
  const raw = deflatedBlank(megabytes);
  return zip([{ name: 'a.txt', raw, size: declared, crc: blankCrc(megabytes) }]);
}

/** Members that all point at the same compressed bytes: 600 × 1 MiB from 1 kB. */
function overlapping(count) {
  const data = Buffer.alloc(MiB, 0x61);
  const raw = deflateRawSync(data);
  const twin = { size: MiB, crc: crc32(data), compressed: raw.length, at: 0 };
  const name = 'a.txt';
  return zip([{ name, data, raw }, ...Array.from({ length: count }, () => ({ name, ...twin }))]);
}

/** A zip in a zip in a zip, ten to a level: what a quine does, with an end. */
function nested(depth, width) {
  let inner = zip([{ name: 'a.txt', data: Buffer.alloc(MiB, 0x61) }]);
  for (let i = 0; i < depth; i++) {
    const data = inner;
    inner = zip(Array.from({ length: width }, (_, n) => ({ name: `${n}.zip`, data })));
  }
  return inner;
}

function tarHeader(name, size, { type = '0', link = '' } = {}) {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100, 'latin1');
  block.write('0000644\x000000000\x000000000\x00', 100, 'latin1');
  block.write(
    typeof size === 'string' ? size : `${size.toString(8).padStart(11, '0')}\x00`,
    124,
    'latin1',
  );
  block.write('00000000000\x00        ', 136, 'latin1');
  block.write(type, 156);
  block.write(link, 157, 100, 'latin1');
  block.write('ustar\x0000', 257, 'latin1');
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function tar(...members) {
  const pieces = members.flatMap(([name, data, options = {}]) => [
    tarHeader(name, options.size ?? data.length, options),
    data,
    Buffer.alloc((512 - (data.length % 512)) % 512),
  ]);
  return Buffer.concat([...pieces, Buffer.alloc(1024)]);
}

const pax = (records) => records.map((r) => `${r.length + 3 + 1} ${r}\n`).join('');

export const archives = [
  hostile('zip-flat.zip', 'over_limit', () => flat(600)),
  hostile('zip-lying-small.zip', 'unreadable', () => flat(600, 1000)),
  hostile('zip-lying-large.zip', 'over_limit unreadable', () =>
    zip([{ name: 'a.txt', data: utf8('a'), size: 0x7fffffff }]),
  ),
  hostile('zip-under-ratio.zip', 'over_limit unreadable', () => {
    // Each member is under every limit of its own; together they are not.
    const data = Buffer.concat([noise(300_000), Buffer.alloc(40 * MiB)]);
    const raw = deflateRawSync(data, { level: 1 });
    const [size, crc] = [data.length, crc32(data)];
    return zip(Array.from({ length: 12 }, (_, n) => ({ name: `${n}.bin`, raw, size, crc })));
  }),
  hostile('zip-overlapping.zip', 'over_limit unreadable', () => overlapping(600)),
  hostile('zip-nested.zip', 'over_limit', () => nested(5, 10)),
  hostile('zip-nested-deep.zip', 'over_limit', () => nested(60, 1)),
  hostile('zip-many.zip', 'over_limit', () =>
    zip(Array.from({ length: 60_000 }, (_, n) => ({ name: `${n}`, data: latin1('a'), method: 0 }))),
  ),
  hostile('zip-many-parts.zip', 'over_limit', () =>
    zip(Array.from({ length: 5000 }, (_, n) => ({ name: `${n}.txt`, data: latin1(`${n}`) }))),
  ),
  hostile('zip-count-lies.zip', 'unreadable over_limit', () =>
    zip([{ name: 'a.txt', data: latin1('a') }], { count: 60_000 }),
  ),
  hostile('zip-self.zip', 'unreadable', () => {
    // The only member is said to be the archive itself.
    const whole = zip([{ name: 'a.zip', data: latin1('PK'), method: 0 }]);
    return zip([{ name: 'a.zip', raw: whole, method: 0, size: 0xfffff, compressed: 0xfffff }]);
  }),
  hostile('zip-paths.zip', 'unreadable too_short absent', () =>
    zip(
      ['../../etc/passwd', 'C:\\a\0b', '/abs', '__proto__', 'constructor', 'a'.repeat(60_000)].map(
        (name) => ({ name, data: latin1(`${name.slice(0, 20)} est un nom`) }),
      ),
    ),
  ),
  hostile('zip-encrypted.zip', 'encrypted', () =>
    zip([{ name: 'a.txt', data: noise(100), flags: 1, method: 0 }]),
  ),
  hostile('zip-comment.zip', 'unreadable', () =>
    zip([{ name: 'a', data: latin1('a') }], { comment: 'PK\x05\x06'.repeat(16_000) }),
  ),
  hostile('zip-trailing-headers.zip', 'unreadable', () =>
    Buffer.concat([
      Buffer.alloc(20 * MiB, 'PK\x03\x04'),
      zip([{ name: 'a.txt', data: latin1('a') }]),
    ]),
  ),
  hostile('gzip-bomb.gz', 'over_limit', () => gzipOf(deflatedBlank(2000))),
  hostile('gzip-bomb.tar.gz', 'over_limit', () =>
    gzipSync(tar(['a', Buffer.alloc(70 * MiB)]), { level: 1 }),
  ),
  hostile('gzip-members.gz', 'over_limit', () =>
    Buffer.concat(Array(30_000).fill(gzipSync(latin1('a')))),
  ),
  hostile('gzip-nested.gz', 'over_limit', () => {
    let inner = gzipSync(latin1('a'));
    for (let i = 0; i < 1000; i++) inner = gzipSync(inner, { level: 0 });
    return inner;
  }),
  hostile('tar-huge-size.tar', 'unreadable', () =>
    tar(['a', latin1('a'), { size: '77777777777\0' }]),
  ),
  hostile('tar-binary-size.tar', 'unreadable', () =>
    tar(['a', latin1('a'), { size: '\x80\x00\x00\x00\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f' }]),
  ),
  hostile('tar-negative-size.tar', 'unreadable', () => tar(['a', latin1('a'), { size: '-1\0' }])),
  hostile('tar-links.tar', 'unreadable', () =>
    tar(
      ['a', Buffer.alloc(0), { type: '2', link: 'a' }],
      ['b', Buffer.alloc(0), { type: '1', link: '/etc/passwd' }],
      ['c', Buffer.alloc(0), { type: '3' }],
    ),
  ),
  hostile('tar-paths.tar', 'too_short absent unreadable', () =>
    tar(['../../../etc/passwd', latin1('un')], ['/abs', latin1('deux')], ['', latin1('trois')]),
  ),
  hostile('tar-many.tar', 'over_limit', () =>
    tar(...Array.from({ length: 30_000 }, (_, n) => [`${n}`, latin1('a')])),
  ),
  hostile('tar-headers-only.tar', 'over_limit unreadable', () =>
    tar(...Array.from({ length: 70_000 }, () => ['x', Buffer.alloc(0), { type: 'g' }])),
  ),
  hostile('tar-pax-bomb.tar', 'over_limit', () =>
    tar(['x', latin1(pax(['path=a'.repeat(200_000)])), { type: 'x' }], ['a', latin1('a')]),
  ),
  hostile('tar-pax-size.tar', 'unreadable', () =>
    tar(['x', latin1(pax(['size=999999999999999'])), { type: 'x' }], ['a', latin1('a')]),
  ),
];

function gzipOf(raw) {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  return Buffer.concat([header, raw, Buffer.alloc(8)]);
}
