// A Cloudflare Worker in front of a newsroom's inbox: POST a file, get its verdict.
// REGISTRY is the registry's address, TOKEN a secret (`wrangler secret put TOKEN`).
import { ApiError, Empreinte, WORKER_LIMITS } from 'empreinte';

export default {
  async fetch(request, env) {
    if (request.method !== 'POST') return new Response('POST a file', { status: 405 });
    const registry = new Empreinte({
      server: env.REGISTRY,
      token: env.TOKEN,
      limits: WORKER_LIMITS,
    });
    try {
      const { verdict, grade, reason, record, shows, does_not_show } = await registry.check({
        name: request.headers.get('x-file-name') ?? undefined,
        data: request.body ?? new Uint8Array(),
      });
      return Response.json({ verdict, grade, reason, record, shows, does_not_show });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return Response.json({ code: error.code, detail: error.detail }, { status: 502 });
    }
  },
};
