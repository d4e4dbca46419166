import { adminContract } from './admin-suite.ts';
import { openD1 } from './d1-env.ts';

adminContract('administration over D1', openD1);
