import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const migrations = await readD1Migrations('./schema/migrations');

/** Pure logic and files run in Node; whatever touches a binding runs in workerd. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{fingerprint,extract,tlog,registry,client,cli,web,layout}/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: { bindings: { TEST_MIGRATIONS: migrations } },
          }),
        ],
        test: {
          name: 'workerd',
          include: ['test/{storage,http,runtime}/**/*.workerd.test.ts'],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
