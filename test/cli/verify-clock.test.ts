import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Empreinte, type PinFile, type Receipt } from '../../src/client/index.ts';
import { prose } from '../registry/prints.ts';
import { empreinte } from './harness.ts';
import { type SigningRegistry, signingRegistry } from './signing.ts';

/** Receipts between clocks that disagree: the time in one is what its registry states, and no more. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEAR = 365 * 24 * HOUR;
const OFF: [name: string, ms: number][] = [
  ['ten years slow', -10 * YEAR],
  ['three hours slow', -3 * HOUR],
  ['five minutes slow', -5 * MINUTE],
  ['five minutes fast', 5 * MINUTE],
  ['three hours fast', 3 * HOUR],
  ['ten years fast', 10 * YEAR],
];
const GENUINE = new TextEncoder().encode(`${prose('genuine', 120).join(' ')}\n`);
const UNKNOWN = new TextEncoder().encode(`${prose('unknown', 120).join(' ')}\n`);

const folder = mkdtempSync(join(tmpdir(), 'verify-clock-'));
const at = (name: string) => join(folder, name);
let server: SigningRegistry;
let pins: PinFile;

beforeAll(async () => {
  server = await signingRegistry([new TextDecoder().decode(GENUINE)]);
  const { stdout } = await empreinte(['keys', '--server', server.url]);
  pins = JSON.parse(stdout);
  writeFileSync(at('pins'), stdout);
  writeFileSync(at('genuine'), GENUINE);
});
afterEach(() => vi.useRealTimers());
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

function turnClock(ms: number) {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
}

async function signed(data: Uint8Array): Promise<Receipt> {
  const { receipt } = await new Empreinte({ server: server.url }).check(data, { receipts: true });
  if (!receipt) throw new Error('no receipt');
  return receipt;
}

const verify = (receipt: Receipt, data: Uint8Array) =>
  new Empreinte({ server: server.url, pins }).verify(receipt, data);
const statedIn = ({ findings }: Awaited<ReturnType<typeof verify>>) =>
  findings.find(({ code }) => code === 'as_of');

it.each(OFF)('an honest receipt is the same to a client whose clock is %s', async (_, ms) => {
  for (const [data, conclusion] of [
    [GENUINE, 'proven'],
    [UNKNOWN, 'stated'],
  ] as const) {
    const receipt = await signed(data);
    const right = await verify(receipt, data);
    turnClock(ms);
    const off = await verify(receipt, data);
    vi.useRealTimers();
    expect(off).toEqual(right);
    expect(off.conclusion).toBe(conclusion);
    expect(statedIn(off)).toMatchObject({ kind: 'stated', values: { at: off.claims.at } });
  }
});

it.each(OFF)('a registry whose clock is %s is believed, its time is stated', async (_, ms) => {
  turnClock(ms);
  const receipt = await signed(GENUINE);
  vi.useRealTimers();
  const found = await verify(receipt, GENUINE);
  expect(found.conclusion).toBe('proven');
  expect(Math.abs(Date.parse(found.claims.at) - Date.now() - ms)).toBeLessThan(MINUTE);
  expect(statedIn(found)).toMatchObject({ kind: 'stated', values: { at: found.claims.at } });
});

it('a clock that is wrong changes no word of the command line', async () => {
  const common = ['--jobs', '1'];
  const argv = ['check', at('genuine'), '--json', '--receipts', '--no-journal', ...common];
  const report = await empreinte([...argv, '--server', server.url]);
  writeFileSync(at('report'), report.stdout);
  const run = () =>
    empreinte(['verify', at('report'), '--file', at('genuine'), '--keys', at('pins'), ...common]);
  const right = await run();
  turnClock(-3 * HOUR);
  expect(await run()).toEqual(right);
  expect(right.exitCode).toBe(0);
  const { at: time } = JSON.parse(readFileSync(at('report'), 'utf8'));
  const told = right.stdout.indexOf(`The answer was given at ${time}`);
  expect(told).toBeGreaterThan(right.stdout.indexOf('Only stated by the registry'));
});
