/** What an error thrown below a route is answered with, and what is noted of it. */
import { RegistryError } from '../registry/errors.ts';
import { failureLine } from '../registry/failure-line.ts';
import { HttpProblem } from './problem.ts';

/** The problem that an error is; `internal` for one that is not the caller's. */
export function asProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof RegistryError) {
    const wait = error.retryAfter;
    return new HttpProblem(error.code, error.message, {
      errors: error.faults,
      ...(wait === null ? {} : { headers: { 'retry-after': `${wait}` } }),
    });
  }
  return new HttpProblem('internal');
}

/** Notes a failure that is ours. */
export function reportFailure(error: unknown, requestId: string): void {
  if (asProblem(error).code !== 'internal') return;
  console.error(failureLine('request', error, { request: requestId }));
}
