import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSigner } from '../../src/cli/key-file.ts';
import { agentSigner } from '../../src/cli/ssh-agent.ts';
import { MANIFEST_NAMESPACE } from '../../src/tlog/namespaces.ts';
import { sshSignature } from '../../src/tlog/sshsig.ts';
import { parsePublicKeyLine } from '../../src/tlog/sshsig-verify.ts';

/** A real ssh-agent with a key of its own; needs Debian's openssh-client. */
const folder = mkdtempSync(join(tmpdir(), 'empreinte-agent-'));
const socket = join(folder, 'agent.sock');
const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
afterAll(() => {
  agent.kill();
  rmSync(folder, { recursive: true });
});

function generate(name: string, passphrase = ''): string {
  const path = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', path]);
  return path;
}
const held = generate('held');
const stranger = generate('stranger');
const locked = generate('locked', 'secret words');
const publicOf = (path: string) =>
  parsePublicKeyLine(readFileSync(`${path}.pub`, 'utf8').trim()) ?? new Uint8Array();

beforeAll(async () => {
  while (!existsSync(socket)) await new Promise((done) => setTimeout(done, 20));
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  execFileSync('ssh-add', ['-q', held], { env, stdio: 'ignore' });
  // The agent gets the locked key from a copy without passphrase.
  const copy = join(folder, 'copy');
  writeFileSync(copy, readFileSync(locked), { mode: 0o600 });
  execFileSync('ssh-keygen', ['-q', '-p', '-P', 'secret words', '-N', '', '-f', copy]);
  execFileSync('ssh-add', ['-q', copy], { env, stdio: 'ignore' });
});

const io = (env: Record<string, string>) => ({
  stdin: (async function* () {})(),
  stdout: { write: () => {} },
  stderr: { write: () => {} },
  env,
});

describe('a key in an ssh-agent', () => {
  test.each([
    ['its public file', `${held}.pub`, held],
    ['the file behind a passphrase', locked, locked],
  ])('signs by %s, and ssh-keygen verifies', async (_name, path, key) => {
    const signer = await loadSigner(path, io({ SSH_AUTH_SOCK: socket }));
    const message = Buffer.from('{"origin":"https://registry.test"}');
    const signature = await sshSignature(message, MANIFEST_NAMESPACE, signer);
    writeFileSync(join(folder, 'allowed'), `registrar ${readFileSync(`${key}.pub`, 'utf8')}`);
    writeFileSync(join(folder, 'sig'), signature);
    const argv = ['-Y', 'verify', '-f', join(folder, 'allowed'), '-I', 'registrar'];
    const verified = execFileSync(
      'ssh-keygen',
      [...argv, '-n', MANIFEST_NAMESPACE, '-s', join(folder, 'sig')],
      { input: message },
    );
    expect(verified.toString()).toContain('Good');
  });

  test.each([
    ['that the agent does not hold', `${stranger}.pub`, { SSH_AUTH_SOCK: socket }, /does not hold/],
    ['without an agent', `${held}.pub`, {}, /name the private one.*SSH_AUTH_SOCK is not set/],
    ['behind a passphrase without an agent', locked, {}, /passphrase.*SSH_AUTH_SOCK/],
    [
      'whose agent is gone',
      `${held}.pub`,
      { SSH_AUTH_SOCK: join(folder, 'gone') },
      /cannot be reached \(ENOENT\)/,
    ],
  ])('%s fails in one line', async (_name, path, env, message) => {
    await expect(loadSigner(path, io(env as Record<string, string>))).rejects.toThrow(message);
  });
});

describe('an agent that answers nonsense', () => {
  async function answering(bytes: Uint8Array | null): Promise<[string, Server]> {
    const path = join(folder, `bad-${crypto.randomUUID().slice(0, 8)}`);
    const server = createServer((peer) => {
      peer.on('error', () => {});
      peer.once('data', () => (bytes ? peer.write(bytes) : peer.end()));
    });
    await new Promise<void>((done) => server.listen(path, done));
    return [path, server];
  }

  test.each<[string, Uint8Array | null, RegExp]>([
    ['a refusal', Buffer.of(0, 0, 0, 1, 5), /refuses/],
    ['4 GB', Buffer.of(255, 255, 255, 255, 12), /too great a length/],
    ['a list that ends early', Buffer.of(0, 0, 0, 5, 12, 0, 0, 0, 9), /ends early/],
    ['nothing', null, /ended the connection/],
  ])('%s fails in one line', async (_name, bytes, message) => {
    const [path, server] = await answering(bytes);
    await expect(agentSigner(path, publicOf(held))).rejects.toThrow(message);
    server.close();
  });
});
