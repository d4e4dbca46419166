import { memoryQuota } from '../../src/storage/memory-quota.ts';
import { quotaContract } from '../storage/quota-suite.ts';

quotaContract('memory', async () => memoryQuota());
