import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyse } from '../../src/client/analyse.ts';
import type { ContentPrint, Fingerprint } from '../../src/fingerprint/profile.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { memoryQuota } from '../../src/storage/memory-quota.ts';
import { FIGURE, HIDDEN_CC, letter, prints } from '../http/letter.ts';
import { batchesMadeAt, declare, registerAll, SITE } from './batches.ts';
import { distinct, items, openVault, refused, type Vault } from './thief.ts';

batchesMadeAt('2027-04-30');

let vault: Vault;
beforeAll(async () => {
  vault = await openVault();
});

describe('an honest caller', () => {
  const demo = async (path: string) =>
    (await analyse(new Uint8Array(readFileSync(`demo/${path}`)), { name: path, pdf })).fingerprint;
  const pdf = async () => (await import('../../src/extract/pdf.ts')).readPdf;

  it('finds a genuine pdf among thirty planted variants', async () => {
    const pdf = await demo('suspects/02-renamed-facture-secrete.pdf');
    await registerAll(vault.registry, [pdf]);
    const planted = Array.from({ length: 30 }, (_, i): Fingerprint => {
      const digest = i.toString(16).padStart(64, '0');
      const content = { ...(pdf.content as ContentPrint), body: digest, body_joined: digest };
      return { ...pdf, content, bytes: { ...pdf.bytes, sha256: digest } };
    });
    const results = await vault.ask(items([...planted, pdf]), 'newsroom 2');
    expect(results.slice(0, 30).filter(refused)).toHaveLength(10);
    expect(results[30]).toMatchObject({ verdict: 'match', grade: 'identical' });
  });

  it('has the whole demo answered, twice', async () => {
    const load = async (folder: string) => {
      const names = readdirSync(`demo/${folder}`, { recursive: true, encoding: 'utf8' }).sort();
      const files = names.filter((name) => /\.\w+$/.test(name));
      return Promise.all(files.map((name) => demo(`${folder}/${name}`)));
    };
    const own = createRegistry({
      site: SITE,
      store: memoryStore(),
      quota: memoryQuota(),
      clock: () => new Date('2027-04-30'),
    });
    await declare(own);
    const genuine = await load('genuine');
    await registerAll(own, genuine);
    for (const list of [await load('suspects'), genuine, await load('suspects')]) {
      const { results } = await own.check({ items: items(list) }, 'newsroom');
      expect(results.length).toBeGreaterThan(19);
      expect(JSON.stringify(results)).not.toContain('too_many_variants');
    }
  });

  it('may check thirty copies of one forged mail, each with its own transport headers', async () => {
    const forged = letter(FIGURE + 1, null);
    const copies = Array.from({ length: 30 }, (_, i) => `Received: by mx${i}.example\r\n${forged}`);
    const results = await vault.ask(items(await prints(copies, 'a.eml')), 'newsroom 3');
    expect(results.filter(refused)).toEqual([]);
    expect(distinct(results).size).toBe(1);
  });

  it('is charged nothing for what equals a record', async () => {
    const copies = Array.from(
      { length: 60 },
      (_, i) => `Received: by mx${i}.example\r\n${letter(FIGURE, HIDDEN_CC)}`,
    );
    const results = await vault.ask(items(await prints(copies, 'a.eml')), 'newsroom 4');
    expect(new Set(results.map(({ grade }) => grade))).toEqual(new Set(['same_content']));
  });
});
