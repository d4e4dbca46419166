/**
 * What is counted of requests: route, method, status, verdict. Nothing that a caller sent is a
 * label: routes are those of the description, and what has none counts as `none`.
 */
import type { MiddlewareHandler } from 'hono';
import type { Variables } from './headers.ts';

/** Where counts go besides, e.g. a data set of Workers Analytics Engine. */
export type Sink = (name: string, labels: readonly string[]) => void;

/** Counts since the isolate began. */
export interface Metrics {
  request(method: string, route: string, status: number): void;
  verdict(verdict: string): void;
  /** Prometheus text format 0.0.4. */
  text(): string;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);

export function createMetrics(sink: Sink = () => {}): Metrics {
  // Many isolates answer for one registry: the scraper adds their counts up, by this label.
  const isolate = crypto.randomUUID().slice(0, 8);
  const requests = new Map<string, number>();
  const verdicts = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string) =>
    counts.set(key, (counts.get(key) ?? 0) + 1);
  const lines = (name: string, help: string, counts: ReadonlyMap<string, number>) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} counter`,
    ...[...counts].sort().map(([labels, n]) => `${name}{isolate="${isolate}",${labels}} ${n}`),
  ];
  return {
    request(method, route, status) {
      const known = METHODS.has(method) ? method : 'other';
      add(requests, `method="${known}",route="${route}",status="${status}"`);
      sink('request', [known, route, `${status}`]);
    },
    verdict(verdict) {
      add(verdicts, `verdict="${verdict}"`);
      sink('verdict', [verdict]);
    },
    text: () =>
      `${[
        ...lines('empreinte_requests_total', 'Requests answered.', requests),
        ...lines('empreinte_verdicts_total', 'Documents answered, by verdict.', verdicts),
      ].join('\n')}\n`,
  };
}

interface Watching {
  readonly metrics: Metrics;
  /** Takes a line of JSON for each request; null for none. */
  readonly log: ((line: string) => void) | null;
  readonly clock: () => number;
}

/** Counts each request, and logs it where that is asked for. */
export function watched({
  metrics,
  log,
  clock,
}: Watching): MiddlewareHandler<{ Variables: Variables }> {
  return async (c, next) => {
    const begun = clock();
    await next();
    const route = c.get('route') ?? 'none';
    const { method } = c.req;
    const { status } = c.res;
    metrics.request(method, route, status);
    if (!log) return;
    const known = METHODS.has(method) ? method : 'other';
    const ms = Math.round(clock() - begun);
    log(
      JSON.stringify({
        level: 'info',
        request: c.get('requestId'),
        method: known,
        route,
        status,
        ms,
      }),
    );
  };
}
