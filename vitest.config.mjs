import { availableParallelism } from 'node:os';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const migrations = await readD1Migrations('./schema/migrations');

/** Fixed values, so that tests do not depend on a .dev.vars; none of them guards anything. */
const testSecrets = {
  LOOKUP_KEYS: 'k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  SEAL_KEYS: 's1:ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=',
  // The seed of 32 zero bytes.
  LOG_KEYS: 'MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  // The seed of 32 bytes 01.
  RECEIPT_KEYS: 'MC4CAQAwBQYDK2VwBCIEIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB',
  // SHA-256 of the bootstrap token in test/http/admin.ts.
  BOOTSTRAP_TOKEN_SHA256: '13f74bd598cda4f76763bb52833557f5fc8816ee08cdc961b807379306f9f42e',
  ORIGIN: 'https://registry.test',
  ENVIRONMENT: 'local',
  FILES_ENABLED: 'true',
};

/** Of a machine that does three things at once; what hangs is found all the same. */
const TIMEOUTS = { testTimeout: 120_000, hookTimeout: 120_000 };

/** Pure logic and files run in Node; whatever touches a binding runs in workerd. */
export default defineConfig({
  test: {
    // The default leaves one core of two without work.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'pure',
          environment: 'node',
          include: ['test/{fingerprint,extract,tlog,client,web,layout}/**/*.test.ts'],
          // Nothing here keeps a state, and modules are loaded once.
          isolate: false,
          globalSetup: ['test/setup-kernel.mjs'],
          ...TIMEOUTS,
        },
      },
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{registry,cli,runtime}/**/*.test.ts'],
          exclude: ['**/*.workerd.test.ts'],
          globalSetup: ['test/setup-kernel.mjs', 'test/setup-cli.mjs'],
          ...TIMEOUTS,
        },
      },
      {
        oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: { ...testSecrets, TEST_MIGRATIONS: migrations },
              // A second database, which some tests take for a replica of the first.
              d1Databases: { REPLICA: 'replica' },
            },
          }),
        ],
        test: {
          name: 'workerd',
          include: ['test/{storage,http,runtime}/**/*.workerd.test.ts'],
          globalSetup: ['test/setup-kernel.mjs', 'test/runtime/provide.ts'],
          ...TIMEOUTS,
        },
      },
    ],
  },
});
