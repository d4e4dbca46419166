import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `demo/README.md` says of each suspect: file name to verdict, grade and reason. */
export function demoTruth(demo) {
  const rows = readFileSync(join(demo, 'README.md'), 'utf8').matchAll(
    /^\| `([^`]+)` \|[^|]*\| (\w+) \| (\w*) ?\| (\w*) ?\|$/gm,
  );
  return new Map(
    [...rows].map(([, file, verdict, grade, reason]) => [
      file,
      { verdict, grade: grade || null, reason: reason || null },
    ]),
  );
}
