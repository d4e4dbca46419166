import { en } from '../locales/en.ts';
import { begin } from './app.tsx';

begin(en);
