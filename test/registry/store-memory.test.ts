import { memoryStore } from '../../src/storage/memory.ts';
import { storeContract } from '../storage/contract-suite.ts';

storeContract('memory', async () => memoryStore());
