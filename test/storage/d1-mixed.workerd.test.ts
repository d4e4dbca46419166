import { storeContract } from './contract-suite.ts';
import { openD1, testEnv } from './d1-env.ts';
import { afterWrites, compactAll } from './packing.ts';

storeContract('D1, postings in a segment and in rows', async () =>
  afterWrites(await openD1(), async () => {
    const rows = await testEnv.DB.prepare('SELECT count(*) AS n FROM posting').first<{
      n: number;
    }>();
    await compactAll(testEnv.DB, Math.floor((rows?.n ?? 0) / 2));
  }),
);
