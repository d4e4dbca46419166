/** Memory of a process and of all that it started, read from Linux's /proc. */
import { readFileSync } from 'node:fs';

const MB = 1024;

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}

/** Ids of the process and of its descendants. */
function family(pid) {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => family(Number(child)))];
}

/**
 * Watches until it is told to stop.
 *
 * @returns {() => {mb: number, command: string}} stops, and gives the most that any one
 *   process of the family had resident at a time
 */
export function watchPeak(pid) {
  let most = { mb: 0, command: '' };
  const look = () => {
    for (const one of family(pid)) {
      const kept = /VmHWM:\s+(\d+)/.exec(read(`/proc/${one}/status`))?.[1];
      const mb = Math.round(Number(kept ?? 0) / MB);
      if (mb > most.mb) most = { mb, command: read(`/proc/${one}/cmdline`).replaceAll('\0', ' ') };
    }
  };
  const timer = setInterval(look, 100);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}
