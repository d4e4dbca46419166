import { storeContract } from './contract-suite.ts';
import { openD1 } from './d1-env.ts';

storeContract('D1, postings in rows', () => openD1());
