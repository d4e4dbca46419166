import * as z from 'zod';

/** One thing that an operator must have right, and whether it is. */
export const Diagnosis = z.strictObject({
  check: z.enum([
    'plan',
    'bindings',
    'secrets',
    'origin',
    'clock',
    'migrations',
    'storage',
    'quotas',
    'canary',
    'log',
    'keyholders',
    'restore',
  ]),
  /** `stated`: what the operator has configured and nothing here can verify. */
  state: z.enum(['ok', 'stated', 'warning', 'failing']),
  detail: z.string(),
});
export type Diagnosis = z.infer<typeof Diagnosis>;

export const DoctorAnswer = z.strictObject({
  /** The registry's clock, UTC. */
  at: z.iso.datetime(),
  /** Origin that is configured; null for none. */
  origin: z.string().nullable(),
  /** Names of the migrations that were applied. */
  migrations: z.array(z.string()),
  diagnoses: z.array(Diagnosis),
});
export type DoctorAnswer = z.infer<typeof DoctorAnswer>;
