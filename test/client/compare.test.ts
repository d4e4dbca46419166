import { describe, expect, test } from 'vitest';
import { createClient } from '../../src/client/client.ts';
import { alignmentOf } from '../../src/client/compare.ts';
import { COMPARE_ANSWER, COMPARE_REQUEST } from '../../src/http/examples.ts';
import type { CompareAnswer } from '../../src/registry/contract.ts';

/** A client whose server answers page after page; records what was sent. */
function scripted(...pages: unknown[]) {
  const sent: { url: string; body: Record<string, unknown> }[] = [];
  const client = createClient({
    server: 'https://registry.test',
    fetch: async (input, init) => {
      sent.push({ url: String(input), body: JSON.parse(String(init?.body)) });
      return new Response(JSON.stringify(pages.shift()));
    },
  });
  return { client, sent };
}

const { record, fingerprint } = COMPARE_REQUEST;
const suspect = { record, fingerprint, entries: Uint16Array.of(0xd80c, 0x0001) };
const [first, second] = [COMPARE_ANSWER.segments.slice(0, 2), COMPARE_ANSWER.segments.slice(2)];
const page = (segments: CompareAnswer['segments'], cursor: string | null) => ({
  ...COMPARE_ANSWER,
  segments,
  cursor,
});

describe('compare', () => {
  test('sends entries low byte first, and page after page the same but for the cursor', async () => {
    const { client, sent } = scripted(page(first, '2'), page(second, null));
    const answer = await client.compare(suspect);
    expect(answer).toEqual(COMPARE_ANSWER);
    expect(sent.map(({ url }) => url)).toEqual(Array(2).fill('https://registry.test/v1/compare'));
    // 0c d8 01 00
    expect(sent[0]?.body).toEqual({
      record,
      path: null,
      fingerprint,
      entries: 'DNgBAA==',
      cursor: null,
    });
    expect(sent[1]?.body).toEqual({ ...sent[0]?.body, cursor: '2' });
  });

  test('says what the shares are', () => {
    expect(alignmentOf(COMPARE_ANSWER)).toMatchObject({
      suspectTokens: 40,
      genuineTokens: 42,
      suspectShare: 39 / 40,
      genuineShare: 39 / 42,
    });
  });

  test('takes an answer without segments that gives its reason', async () => {
    const refused = { ...page([], null), path: null, grade: null, reason: 'too_many_variants' };
    const { client } = scripted(refused);
    expect(await client.compare(suspect)).toEqual(refused);
  });

  test.each<[string, unknown[]]>([
    ['pages with a hole', [page(first, '2'), page(second.slice(1), null)]],
    ['a page twice', [page(first, '2'), page(first, null)]],
    ['words left out', [page(first, null)]],
    ['more words than there are', [page([{ kind: 'same', start: 0, end: 41, missing: 0 }], null)]],
    ['a segment that goes back', [page([{ kind: 'same', start: 0, end: -1, missing: 0 }], null)]],
    ['an unknown kind', [page([{ kind: 'equal' as 'same', start: 0, end: 40, missing: 0 }], null)]],
    ['no segments and no reason', [page([], null)]],
    ['an empty page that leads on', [page([], '1'), page([], '1')]],
    ['a verdict', [{ results: [] }]],
  ])('refuses %s', async (_name, pages) => {
    const { client } = scripted(...pages);
    await expect(client.compare(suspect)).rejects.toMatchObject({ code: 'bad_answer' });
  });
});
