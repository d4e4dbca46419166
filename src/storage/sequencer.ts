import { DurableObject } from 'cloudflare:workers';

/** Puts the commits of one registry in a row. */
export class Sequencer extends DurableObject {}
