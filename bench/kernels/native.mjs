/** The native peers: compiled once, each call a process of its own that counts its CPU time. */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const SOURCES = resolve(import.meta.dirname, '../native');

/**
 * Compiles `source` against `library`; more flags may come by CPPFLAGS and LDFLAGS.
 *
 * @returns {string | null} the program; null, with a line on why, where it does not compile
 */
export function compile(work, compiler, source, flags, library) {
  const program = join(work, source.replace(/\W/g, '-'));
  const given = (name) => (process.env[name] ?? '').split(' ').filter(Boolean);
  const input = [...flags, ...given('CPPFLAGS'), '-o', program, join(SOURCES, source)];
  try {
    execFileSync(compiler, [...input, ...given('LDFLAGS'), ...(library ? [library] : [])], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return program;
  } catch (error) {
    const [reason] = String(error.stderr?.length ? error.stderr : error.message).split('\n');
    console.log(`${source} is not measured: ${reason}`);
    return null;
  }
}

/** Runs a program that prints CPU seconds and a result. */
export function runNative(program, args, repeats, stdin = '') {
  const out = execFileSync(program, [...args, String(repeats)], { encoding: 'utf8', input: stdin });
  const [seconds, result] = out.trim().split(' ');
  return { seconds: Number(seconds) / repeats, result };
}
