/** Memory of a process and all that it started, together, from Linux's /proc. */
import { readFileSync } from 'node:fs';

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

function family(pid) {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => family(Number(child)))];
}

/**
 * Looks every 50 ms. Pages that processes share, such as Node's own code, are counted for each
 * of them in proportion (PSS), which is what they take together.
 *
 * @returns {() => number} stops, and gives the most megabytes there were at a time
 */
export function watchTotal(pid) {
  let most = 0;
  const look = () => {
    let kilobytes = 0;
    for (const one of family(pid)) {
      const rollup = read(`/proc/${one}/smaps_rollup`);
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    }
    most = Math.max(most, Math.round(kilobytes / 1000));
  };
  const timer = setInterval(look, 50);
  return () => {
    clearInterval(timer);
    return most;
  };
}
