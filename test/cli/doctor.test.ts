import { afterEach, describe, expect, it } from 'vitest';
import { clockOf, migrationsOf } from '../../src/cli/doctor.ts';
import { DOCTOR_ANSWER } from '../../src/http/examples-backup.ts';
import { empreinte, type Registry, registry } from './harness.ts';

let server: Registry | undefined;
afterEach(() => server?.close());

const doctor = async (body: unknown, status = 200) => {
  server = await registry(() => ({ status, body }));
  return empreinte(['admin', 'doctor', '--server', server.url]);
};
const now = () => new Date().toISOString();

describe('admin doctor', () => {
  it('ends with 0 where nothing fails, whatever is only a warning', async () => {
    const { exitCode, stdout } = await doctor({ ...DOCTOR_ANSWER, at: now() });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ok\tbindings\t8 of them$/m);
    expect(stdout).toMatch(/^warning\torigin\tthis address is http:\S+, ORIGIN is https:\S+$/m);
    expect(stdout).toMatch(/^ok\tclock\t/m);
  });

  it('ends with 1 and names what fails', async () => {
    const diagnoses = [{ check: 'plan', state: 'failing', detail: 'PLAN is free' }];
    const { exitCode, stdout } = await doctor({ ...DOCTOR_ANSWER, at: now(), diagnoses });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^failing\tplan\tPLAN is free$/m);
  });

  it('ends with 1 when the clocks differ', async () => {
    const at = new Date(Date.now() - 600_000).toISOString();
    const { exitCode, stdout } = await doctor({ ...DOCTOR_ANSWER, at });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^failing\tclock\tthe registry's is (599|60\d) s behind this machine's$/m,
    );
  });

  it('asks for the health where the registry cannot look up its token', async () => {
    const problem = { type: 'x', title: 'x', detail: 'x', instance: 'x', status: 503 };
    server = await registry(({ url }) => ({
      status: 503,
      headers: { 'retry-after': '0' },
      body:
        url === '/healthz'
          ? {
              ...problem,
              code: 'unhealthy',
              errors: [{ pointer: '/checks/database', detail: 'failing' }],
            }
          : { ...problem, code: 'storage_failed' },
    }));
    const { exitCode, stdout } = await empreinte(['admin', 'doctor', '--server', server.url]);
    expect([exitCode, stdout]).toEqual([1, 'failing\tstorage\tdatabase: failing\n']);
  });
});

describe('what only this side can tell', () => {
  it.each([
    [0, 'ok'],
    [-6_000, 'warning'],
    [61_000, 'failing'],
  ])('a clock %i ms off is %s', (skew, state) => {
    expect(clockOf(skew).state).toBe(state);
  });

  it.each<[string[], string, string]>([
    [['a.sql', 'b.sql'], 'ok', '2 applied, the last b.sql'],
    [['a.sql'], 'failing', 'not applied: b.sql'],
    [['a.sql', 'b.sql', 'c.sql'], 'failing', 'of another version: c.sql'],
  ])('migrations %j are %s', (applied, state, detail) => {
    expect(migrationsOf(applied, ['a.sql', 'b.sql'])).toEqual([
      { check: 'migrations', state, detail },
    ]);
  });
});
