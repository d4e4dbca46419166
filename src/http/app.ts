/** The HTTP API: routes, and one shape for everything that goes wrong. */
import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { tokenCors } from './cors.ts';
import type { App, Deps } from './deps.ts';
import { asProblem, reportFailure } from './failure.ts';
import { floodGate } from './flood.ts';
import { apiHeaders, requestId, revalidated, type Variables } from './headers.ts';
import { createMetrics, watched } from './metrics.ts';
import { HttpProblem, problemResponse } from './problem.ts';
import { rateFields } from './rate.ts';
import { adminRoutes } from './routes/admin.ts';
import { backupRoutes, doctorRoute, restoreRoutes } from './routes/backup.ts';
import { batchesRoute } from './routes/batches.ts';
import { checkRoute } from './routes/check.ts';
import { compareRoute } from './routes/compare.ts';
import { feedRoute } from './routes/feed.ts';
import { filesRoute } from './routes/files.ts';
import { logRoutes } from './routes/log.ts';
import { operatorRoutes } from './routes/operator.ts';
import { receiptRoutes } from './routes/receipts.ts';
import { recordRoutes } from './routes/records.ts';
import { serviceRoutes } from './routes/service.ts';
import { statementRoutes } from './routes/statements.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { watchRoutes } from './routes/watches.ts';

/** Public and the same for everybody; routes of records and the log say themselves. */
const REVALIDATED = [
  '/openapi.json',
  '/problems/*',
  '/v1/corpora',
  '/v1/statements',
  '/v1/statements/*',
  '/v1/governance',
  '/.well-known/*',
];

/** Builds the API over what `deps` gives it; knows no database and no environment. */
export function createApp(deps: Deps): App {
  const app: App = new OpenAPIHono<{ Variables: Variables }>();
  const metrics = deps.metrics ?? createMetrics();
  app.use(requestId);
  app.use(watched({ metrics, log: deps.logRequests ?? null, clock: Date.now }));
  if (deps.flood) app.use(floodGate(deps.flood));
  // Before the API's headers, so that pages keep their own.
  if (deps.pages && !deps.restores) app.route('/', deps.pages);
  app.use(apiHeaders);
  app.use(tokenCors);
  app.use(rateFields);
  for (const path of REVALIDATED) app.on('GET', path, revalidated);
  if (deps.restores) app.use(nothingElse);
  checkRoute(app, deps, metrics);
  compareRoute(app, deps);
  filesRoute(app, deps, metrics);
  receiptRoutes(app, deps);
  batchesRoute(app, deps);
  recordRoutes(app, deps);
  logRoutes(app, deps);
  adminRoutes(app, deps);
  tokenRoutes(app, deps);
  statementRoutes(app, deps);
  backupRoutes(app, deps);
  doctorRoute(app, deps);
  restoreRoutes(app, deps);
  watchRoutes(app, deps);
  feedRoute(app, deps);
  serviceRoutes(app, deps);
  operatorRoutes(app, deps, metrics);
  refuseOtherMethods(app);
  app.notFound((c) => problemResponse(new HttpProblem('not_found'), c.get('requestId')));
  app.onError((error, c) => {
    reportFailure(error, c.get('requestId'));
    return problemResponse(asProblem(error), c.get('requestId'));
  });
  return app;
}

const OPEN_WHILE_RESTORING = /^\/(?:v1\/restore(?:\/.*)?|healthz|openapi\.json|problems\/.*)$/;

/** What is half there answers nothing. */
const nothingElse: MiddlewareHandler = async (c, next) => {
  if (!OPEN_WHILE_RESTORING.test(c.req.path)) {
    throw new HttpProblem('restoring', undefined, { headers: { 'retry-after': '60' } });
  }
  await next();
};

/** Answers 405 with Allow on every path that has a route under another method. */
function refuseOtherMethods(app: App): void {
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of app.routes) {
    if (method === 'ALL') continue;
    const known = methods.get(path) ?? new Set();
    known.add(method);
    if (method === 'GET') known.add('HEAD');
    methods.set(path, known);
  }
  for (const [path, known] of methods) {
    app.all(path, () => {
      const allow = [...known].sort().join(', ');
      throw new HttpProblem('method_not_allowed', `Allowed here: ${allow}.`, {
        headers: { allow },
      });
    });
  }
}
