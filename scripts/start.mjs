/** `npm start`: builds, sets up the local registry, registers the demo, serves. */
import { build } from './build.mjs';
import { localSecrets, migrate, registerDemo, serve } from './local.mjs';

const port = Number(process.env.PORT ?? 8787);
const origin = `http://127.0.0.1:${port}`;
const persistTo = '.wrangler/state';
/** `EMPREINTE_DEMO=off` leaves the registry empty, to be set up by hand. */
const demo = process.env.EMPREINTE_DEMO !== 'off';
const step = (text) => process.stderr.write(`${text}\n`);

try {
  step('Building the page and the command line …');
  await build();
  const secrets = localSecrets('.dev.vars', '.wrangler/local', origin);
  step('Preparing the database …');
  migrate(persistTo);
  step('Starting the registry …');
  const server = await serve({ port, persistTo, vars: '.dev.vars' });
  process.once('SIGINT', () => server.stop().then(() => process.exit(130)));
  process.once('SIGTERM', () => server.stop().then(() => process.exit(143)));
  if (demo) {
    const { registered, known } = await registerDemo(origin, secrets);
    step(
      registered > 0
        ? `Registered ${registered} documents of the demo corpus.`
        : `The demo corpus is registered already (${known} documents).`,
    );
  } else if (secrets.made) {
    step(`One-time bootstrap token, shown at the first start only:
  ${secrets.bootstrapToken}
docs/operations.md says what to do with it.`);
  }
  console.log(`
Empreinte is ready.

  Page            ${origin}/fr   or   ${origin}/en
  API             ${origin}/openapi.json

Try, in a second terminal:

  npx empreinte check demo/suspects              twenty suspects, each with its verdict
  npx empreinte check demo/suspects --json       the same, one JSON object a line
  npx empreinte digest README.md                 SHA-256, ssdeep and TLSH, without any server

Its keyholder is this machine: .wrangler/local holds the key admin_ed25519, the tokens
admin.token and registrar.token, and the paper code. \`npx empreinte admin --help\` shows their use.

Or drop a file of demo/suspects on the page; demo/README.md tells the truth about each.
Ctrl-C ends the server; the state stays in .wrangler/.`);
  await server.ended;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
