import { memoryStore } from '../../src/storage/memory.ts';
import { storeContract } from '../storage/contract-suite.ts';
import { keptContract } from '../storage/kept-suite.ts';

storeContract('memory', async () => memoryStore());
keptContract('memory', async () => memoryStore());
