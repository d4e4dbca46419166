/** What an error thrown below a route is answered with, and what is noted of it. */
import { RegistryError } from '../registry/errors.ts';
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

/** Notes a failure that is ours. Messages may quote what was sent; name and frames do not. */
export function reportFailure(error: unknown, requestId: string, method: string): void {
  if (asProblem(error).code !== 'internal') return;
  const { name = 'Error', stack = '' } = error instanceof Error ? error : {};
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  console.error(requestId, method, name, frames.join('\n'));
}
