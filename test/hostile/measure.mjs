/**
 * Time and peak memory of each hostile file in a reader process of the command line:
 * `node test/hostile/measure.mjs FOLDER [PATTERN]`, one JSON object a line. For people, not
 * for `npm test`: the suite holds the limits, this tells who comes near them. Linux only.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSeat } from '../../src/cli/seat.ts';

const [folder, pattern = '.'] = process.argv.slice(2);
const wanted = new RegExp(pattern);
const seat = createSeat({ fileTimeoutMs: 20_000 });

const children = () =>
  readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ').filter(Boolean);

/** Peak resident size of the newest reader in MiB since the last reset. */
function peak() {
  try {
    const status = readFileSync(`/proc/${children().at(-1)}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

function problemsOf(print, found = new Set()) {
  if (print.problem) found.add(print.problem);
  for (const part of print.parts) problemsOf(part, found);
  return [...found];
}

for (const name of readdirSync(folder)
  .filter((name) => wanted.test(name))
  .sort()) {
  if (name === 'sparse-2-gb.pdf') continue;
  const bytes = readFileSync(join(folder, name));
  try {
    writeFileSync(`/proc/${children().at(-1)}/clear_refs`, '5');
  } catch {
    // No reader yet, or the last one was ended.
  }
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, peak());
  }, 50);
  const from = performance.now();
  const outcome = await seat.run({ kind: 'analyse', bytes: new Uint8Array(bytes), name });
  const ms = Math.round(performance.now() - from);
  clearInterval(watch);
  const mb = Math.max(most, peak());
  const print = outcome.kind === 'done' ? outcome.value.fingerprint : null;
  const json = print === null ? 0 : JSON.stringify(print).length;
  const told = print === null ? [outcome.kind] : problemsOf(print);
  const { detail } = outcome.kind === 'done' ? outcome.value : outcome;
  console.log(
    JSON.stringify({
      name,
      ms,
      mb,
      told,
      problem: print?.problem,
      parts: print?.parts.length,
      words: print?.content?.words,
      json,
      detail,
    }),
  );
}
seat.close();
