/** Type-checks every tsconfig of the project; each pins what its folder may see. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';

const projects = ['tsconfig.json', ...globSync('{src,test}/**/tsconfig*.json')].sort();

export async function typecheck() {
  let failed = 0;
  for (const project of projects) {
    const [status] = await once(
      spawn('tsc', ['--project', project], { stdio: 'inherit' }),
      'close',
    );
    if (status !== 0) {
      failed++;
      console.error(`types: ${project} failed`);
    }
  }
  return { passed: projects.length - failed, failed };
}

if (import.meta.main ?? process.argv[1]?.endsWith('typecheck.mjs')) {
  process.exitCode = (await typecheck()).failed > 0 ? 1 : 0;
}
