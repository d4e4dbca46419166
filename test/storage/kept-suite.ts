import { describe, expect, it } from 'vitest';
import type { ReceiptStore } from '../../src/registry/kept-receipts.ts';

/** An id that no test had before. */
const fresh = () => `rct_${crypto.randomUUID().replaceAll('-', '')}`;
const at = (day: number) => new Date(Date.UTC(2027, 4, day)).toISOString();

/** What every store of receipts must do. */
export function keptContract(name: string, open: () => Promise<ReceiptStore>): void {
  describe(`${name}, kept receipts`, () => {
    it('gives back what was kept, until it expires', async () => {
      const store = await open();
      const kept = { id: fresh(), receipt: 'a.b.c', keptAt: at(1), expiresAt: at(10) };
      expect(await store.keptReceipt(kept.id, at(1))).toBeNull();
      expect(await store.keepReceipt(kept)).toEqual(kept);
      expect(await store.keptReceipt(kept.id, at(9))).toEqual(kept);
      expect(await store.keptReceipt(kept.id, at(10))).toBeNull();
      expect(await store.keptReceipt(fresh(), at(1))).toBeNull();
    });

    it('prolongs nothing by a repeat, and keeps anew what has expired', async () => {
      const store = await open();
      const first = { id: fresh(), receipt: 'a.b.c', keptAt: at(1), expiresAt: at(10) };
      await store.keepReceipt(first);
      const again = { ...first, keptAt: at(5), expiresAt: at(14) };
      expect(await store.keepReceipt(again)).toEqual(first);
      const late = { ...first, keptAt: at(11), expiresAt: at(20) };
      expect(await store.keepReceipt(late)).toEqual(late);
    });
  });
}
