import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import description from '../../schema/openapi.json';

/** What programs that know nothing of us make of the committed description. */

it('is a valid OpenAPI 3.1 document', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(description));
  expect([errors, valid, validator.version]).toEqual([undefined, true, '3.1']);
});

it('is refused by the same validator once a response is not described', async () => {
  const broken = structuredClone(description) as { paths: Record<string, object> };
  broken.paths['/v1/check'] = { post: { responses: { 200: {} } } };
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

const folder = mkdtempSync(join(tmpdir(), 'empreinte-described-'));
beforeAll(() => {
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  execFileSync('oazapfts', ['schema/openapi.json', join(folder, 'api.ts')], { stdio: 'pipe' });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the compiler says of a program over the generated client; empty for nothing. */
function compile(program: string): string {
  writeFileSync(join(folder, 'program.ts'), `import * as api from './api';\n${program}`);
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--lib', 'ES2023,DOM'];
  const module = ['--module', 'preserve', '--moduleResolution', 'bundler', '--types', ''];
  const { stdout } = spawnSync('tsc', [...flags, ...module, 'program.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout;
}

it('gives a typed client that compiles', () => {
  expect(
    compile(`const { status, data } = await api.check({ items: [{ sha256: 'a'.repeat(64) }] });
      if (status === 200) {
        const verdict: 'match' | 'differs' | 'absent' | 'undecided' | undefined = data.results[0]?.verdict;
        console.log(verdict, data.corpora.closed.length);
      } else console.log(data.code, data.instance);
      export {};`),
  ).toBe('');
});

it('gives types that refuse what the API refuses', () => {
  expect(compile("await api.check({ items: [{ md5: 'x' }] });\nexport {};")).toContain(
    "'md5' does not exist",
  );
});
