/** `node bench/tamper/print.mjs RESULT.json`: the page again, from what `run.mjs --keep` wrote. */
import { readFileSync } from 'node:fs';
import { report } from './report.mjs';

process.stdout.write(report(JSON.parse(readFileSync(process.argv[2], 'utf8'))));
