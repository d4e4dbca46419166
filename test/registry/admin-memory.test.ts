import { memoryStore } from '../../src/storage/memory.ts';
import { adminContract } from '../storage/admin-suite.ts';

adminContract('administration in memory', async () => memoryStore());
