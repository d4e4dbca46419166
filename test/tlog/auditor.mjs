import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Builds the auditor of `test/tlog/go`, a program over Go's own sumdb packages.
 *
 * @param {string} folder where to
 * @returns {(...args: string[]) => {ok: boolean, output: string}} runs it
 */
export function buildAuditor(folder) {
  const program = join(folder, 'auditor');
  const { status, error, stderr } = spawnSync(
    'go',
    ['build', '-o', program, join(import.meta.dirname, 'go/main.go')],
    {
      encoding: 'utf8',
      // Debian's golang-golang-x-mod-dev puts its sources here; nothing is fetched.
      env: { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '' },
    },
  );
  if (status !== 0) throw new Error(`go build: ${error?.message ?? stderr}`);
  return (...args) => {
    const ran = spawnSync(program, args, { encoding: 'utf8' });
    return { ok: ran.status === 0, output: ran.stdout + ran.stderr };
  };
}
