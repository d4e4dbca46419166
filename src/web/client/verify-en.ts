import { beginVerify } from './verify.tsx';
import { words } from './verify-words-en.ts';

beginVerify(words);
