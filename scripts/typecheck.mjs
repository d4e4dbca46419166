/** Type-checks every tsconfig of the project; each pins what its folder may see. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const projects = ['tsconfig.json', ...globSync('{src,test}/**/tsconfig*.json')].sort();

export function typecheck() {
  let failed = 0;
  for (const project of projects) {
    const { status } = spawnSync('tsc', ['--project', project], { stdio: 'inherit' });
    if (status !== 0) {
      failed++;
      console.error(`types: ${project} failed`);
    }
  }
  return { passed: projects.length - failed, failed };
}

if (import.meta.main ?? process.argv[1]?.endsWith('typecheck.mjs')) {
  process.exitCode = typecheck().failed > 0 ? 1 : 0;
}
