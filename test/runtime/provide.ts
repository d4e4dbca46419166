import type { TestProject } from 'vitest/node';
import { samples } from './samples.ts';

/** Runs in Node before the tests in workerd, which hold their own results to these. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('samples', await samples());
  project.provide('fuzz', {
    seed: Number(process.env.FUZZ_SEED ?? 20_270_101),
    runs: Number(process.env.FUZZ_RUNS ?? 12),
  });
}
