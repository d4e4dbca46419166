import { DurableObject } from 'cloudflare:workers';
import { Hono } from 'hono';

/** Stands in for the log's sequencer until that lands. */
export class Sequencer extends DurableObject {}

const app = new Hono();
app.get('/healthz', (c) => c.json({ status: 'ok' }));

export default app;
