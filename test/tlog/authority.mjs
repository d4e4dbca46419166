import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A timestamping authority of this machine, made of `openssl ts`: it knows nothing of our code.
 *
 * @param {string} folder for its keys and files
 * @returns {{reply(query: Uint8Array): Uint8Array, verify(data: string | Uint8Array, response: Uint8Array): boolean}}
 */
export function openAuthority(folder) {
  mkdirSync(folder, { recursive: true });
  const at = (name) => join(folder, name);
  const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(at('tsa.cnf'), CONFIG);
  writeFileSync(at('serial'), '01\n');
  openssl(
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-config', 'tsa.cnf'],
    ...['-keyout', 'tsa.key', '-out', 'tsa.pem', '-days', '3650'],
  );
  return {
    reply(query) {
      writeFileSync(at('query'), query);
      return openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query');
    },
    verify(data, response) {
      writeFileSync(at('data'), data);
      writeFileSync(at('response'), response);
      try {
        openssl('ts', '-verify', '-data', 'data', '-in', 'response', '-CAfile', 'tsa.pem');
        return true;
      } catch {
        return false;
      }
    },
  };
}

const CONFIG = `
[req]
distinguished_name = name
x509_extensions = authority
prompt = no
[name]
CN = Local timestamping authority
[authority]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = local
[local]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = tsa.pem
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256
ess_cert_id_alg = sha256
`;
