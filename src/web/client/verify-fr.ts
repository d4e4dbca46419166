import { beginVerify } from './verify.tsx';
import { words } from './verify-words-fr.ts';

beginVerify(words);
