import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of four files of three contents, with names that are awkward to print. */
export function dumpIn(root: string) {
  const dump = join(root, 'dump');
  mkdirSync(join(dump, 'sub'), { recursive: true });
  const text = (topic: string) => `The committee met about ${topic}. `.repeat(12);
  writeFileSync(join(dump, 'a.txt'), text('rent'));
  writeFileSync(join(dump, 'sub/copy.txt'), text('rent'));
  writeFileSync(join(dump, 'sub/new\nline.txt'), text('travel'));
  writeFileSync(join(dump, 'z.txt'), text('print'));
  return { dump, text };
}
