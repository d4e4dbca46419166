import { authenticate } from '../auth.ts';
import type { App, Deps } from '../deps.ts';
import type { Metrics } from '../metrics.ts';
import { problems, serve } from '../openapi.ts';
import { HttpProblem } from '../problem.ts';

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** What the operator and whoever found a hole in it need. */
export function operatorRoutes(app: App, deps: Deps, metrics: Metrics): void {
  serve(
    app,
    {
      method: 'get',
      path: '/metrics',
      operationId: 'getMetrics',
      tags: ['service'],
      summary: 'Counts of requests and verdicts',
      description:
        'Prometheus text format: requests by route, method and status, documents by verdict, since the isolate that answers began (`isolate`). No label holds anything that a caller sent.',
      security: [{ admin: [] }],
      responses: {
        200: {
          description: 'The counts.',
          content: { 'text/plain': { schema: { type: 'string' }, example: METRICS } },
        },
        ...problems('token_required', 'token_unknown', 'scope_missing'),
      },
    },
    async (c) => {
      await authenticate(c.req.raw, () => deps.registry, 'admin');
      return c.body(metrics.text(), 200, { 'content-type': METRICS_TYPE });
    },
  );

  serve(
    app,
    {
      method: 'get',
      path: '/.well-known/security.txt',
      operationId: 'getSecurityTxt',
      tags: ['service'],
      summary: 'Whom to tell of a vulnerability',
      description: 'RFC 9116. 404 where the operator has named nobody.',
      responses: {
        200: {
          description: 'Contact and date of expiry.',
          content: { 'text/plain': { schema: { type: 'string' }, example: SECURITY_TXT } },
        },
        ...problems('not_found'),
      },
    },
    (c) => {
      const text = deps.securityTxt?.() ?? null;
      if (text === null) throw new HttpProblem('not_found', 'No contact is configured.');
      return c.body(text, 200, { 'content-type': 'text/plain; charset=utf-8' });
    },
  );
}

const METRICS = `# HELP empreinte_requests_total Requests answered.
# TYPE empreinte_requests_total counter
empreinte_requests_total{isolate="3f0c8a52",method="POST",route="/v1/check",status="200"} 1204
`;

const SECURITY_TXT = `Contact: mailto:security@registre.example
Expires: 2027-10-18T09:30:00.000Z
Preferred-Languages: fr, en
Canonical: https://registre.example/.well-known/security.txt
`;
