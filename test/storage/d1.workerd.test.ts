import { storeContract } from './contract-suite.ts';
import { openD1 } from './d1-env.ts';
import { keptContract } from './kept-suite.ts';

storeContract('D1, postings in rows', () => openD1());
keptContract('D1', () => openD1());
