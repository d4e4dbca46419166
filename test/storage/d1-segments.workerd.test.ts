import { storeContract } from './contract-suite.ts';
import { openD1, testEnv } from './d1-env.ts';
import { afterWrites, compactAll } from './packing.ts';

storeContract('D1, all postings in a segment', async () =>
  afterWrites(await openD1(), () => compactAll(testEnv.DB, 0)),
);
