import { describe, expect, it } from 'vitest';
import { CHECK_REQUEST } from '../../src/http/examples.ts';
import { sift } from '../../src/http/sift.ts';
import { deps, json, send } from './fake.ts';

const [item] = CHECK_REQUEST.items;
const whole = item && 'fingerprint' in item ? item.fingerprint : null;
const SHA = 'a'.repeat(64);
const content = (sketch: unknown[]) => ({
  extractor: 'plain/1',
  words: 9,
  body: SHA,
  body_joined: SHA,
  bag: SHA,
  labels: null,
  furniture: null,
  drawn: null,
  ssdeep: '3::',
  tlsh: null,
  bands: [],
  sketch,
  marks: [],
  beside: {},
});
const mail = (alternatives: unknown[]) => ({
  message_id: null,
  from: null,
  to: null,
  cc: null,
  reply_to: null,
  sender: null,
  importance: null,
  date: null,
  subject: null,
  names: null,
  alternatives,
  quoted: null,
  signature: null,
  footer: null,
  thread: [],
  whole: null,
});
const entry = '0123456789abcdef';
const ascending = Array.from({ length: 20_000 }, (_, i) => i.toString(16).padStart(16, '0'));

describe('a sound fingerprint comes through', () => {
  it.each([
    ['bare', whole],
    ['with a sketch', { ...whole, content: content(ascending) }],
    ['with alternatives', { ...whole, mail: mail(new Array(20).fill(content([entry]))) }],
    ['with parts', { ...whole, parts: [whole, { ...whole, parts: [whole] }] }],
  ])('%s', (_name, value) => {
    expect(sift(value, [])).toEqual([]);
  });
});

describe('a faulty one is named by its first faults', () => {
  it.each<[string, unknown, string[]]>([
    ['null', null, ['/x']],
    [
      'a long sketch',
      { ...whole, content: content([...new Array(30).fill(entry), 'x']) },
      ['/x/content/sketch/30'],
    ],
    ['a value twice', { ...whole, content: content([entry, entry]) }, ['/x/content/sketch']],
    [
      'a sketch upside down',
      { ...whole, content: content(['f'.repeat(16), entry]) },
      ['/x/content/sketch'],
    ],
    ['a short sketch', { ...whole, content: content([entry, 'x']) }, ['/x/content/sketch/1']],
    [
      'a sketch in an alternative',
      { ...whole, mail: mail([content([]), content(new Array(30).fill(''))]) },
      ['/x/mail/alternatives/1/sketch/0'],
    ],
    ['a part', { ...whole, parts: [whole, { ...whole, type: 1 }] }, ['/x/parts/1/type']],
    ['a part that is none', { ...whole, parts: [7] }, ['/x/parts/0']],
    ['too many parts', { ...whole, parts: new Array(2001).fill(whole) }, ['/x/parts']],
  ])('%s', (_name, value, pointers) => {
    expect(sift(value, ['x']).map((fault) => fault.pointer)).toEqual(pointers);
  });
});

describe('millions of faults cost no more than twenty', () => {
  const empty = (length: number) => new Array(length).fill('');
  const bombs: [string, unknown][] = [
    [
      'in sketches of many items',
      new Array(200).fill({ fingerprint: { ...whole, content: content(empty(20_000)) } }),
    ],
    [
      'in alternatives of one mail',
      [{ fingerprint: { ...whole, mail: mail(new Array(20).fill(content(empty(20_000)))) } }],
    ],
    [
      'in parts of parts',
      [
        {
          fingerprint: {
            ...whole,
            parts: new Array(1000).fill({ ...whole, parts: new Array(1900).fill({}) }),
          },
        },
      ],
    ],
  ];
  it.each(bombs)('%s', async (_name, items) => {
    const body = JSON.stringify({ items });
    expect(body.length).toBeLessThan(16 * 1024 * 1024);
    const { answer, body: problem } = await send(deps(), '/v1/check', {
      method: 'POST',
      headers: json,
      body,
    });
    expect([answer.status, problem.code]).toEqual([422, 'validation_failed']);
    expect(problem.errors.length).toBeLessThanOrEqual(20);
  });
});
