/** What the test runner adds to the Worker's bindings. */
declare namespace Cloudflare {
  interface Env {
    readonly TEST_MIGRATIONS: import('@cloudflare/vitest-plugin').D1Migration[];
  }
  interface GlobalProps {
    mainModule: typeof import('../src/worker.ts');
  }
}
