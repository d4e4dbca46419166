import { fr } from '../locales/fr.ts';
import { begin } from './app.tsx';

begin(fr);
