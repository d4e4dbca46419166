/** Validation errors of zod as JSON pointers (RFC 6901) with one sentence each. */
import type * as z from 'zod';
import type { Fault } from '../registry/contract.ts';
import { HttpProblem } from './problem.ts';

/** More tell a caller nothing new: 1,000 items of one wrong client fail alike. */
export const MAX_FAULTS = 20;

type Issue = z.core.$ZodIssue;
export type Path = readonly PropertyKey[];

/** RFC 6901 pointer to `path`, `''` for the whole value. */
export function pointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * Faults of a failed parse, at most {@link MAX_FAULTS}. Details never repeat a value that was
 * sent, only key names, cut to 300 characters.
 *
 * @param base path of the parsed value within the request
 */
export function faults(error: { readonly issues: readonly Issue[] }, base: Path = []): Fault[] {
  const found: Fault[] = [];
  for (const issue of error.issues) {
    collect(issue, base, found);
    if (found.length >= MAX_FAULTS) break;
  }
  return found.slice(0, MAX_FAULTS);
}

/**
 * Parses with a schema.
 *
 * @throws HttpProblem `validation_failed` with pointers into the request
 */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(faults(result.error));
}

/** The problem for faults found by hand. */
export function invalid(errors: readonly Fault[]): HttpProblem {
  const first = errors[0];
  const where = first
    ? `${first.pointer === '' ? 'The body' : first.pointer}: ${first.detail}`
    : '';
  return new HttpProblem('validation_failed', where || undefined, { errors });
}

function collect(issue: Issue, base: Path, found: Fault[]): void {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      if (found.length >= MAX_FAULTS) return;
      found.push({ pointer: cut(pointer([...path, key])), detail: 'this key is not known here' });
    }
    return;
  }
  if (issue.code === 'invalid_union') {
    const branch = intended(issue.errors);
    if (branch) for (const inner of branch) collect(inner, path, found);
    else found.push({ pointer: cut(pointer(path)), detail: forms(issue.errors) });
    return;
  }
  found.push({ pointer: cut(pointer(path)), detail: sentence(issue) });
}

/** The union branch whose keys the caller used, if that can be told. */
function intended(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter((branch) => branch.length > 0 && !branch.some(isShapeFault));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Wrong set of keys, or no object at all: the caller did not mean this branch. */
function isShapeFault(issue: Issue): boolean {
  if (issue.code === 'unrecognized_keys') return issue.path.length === 0;
  if (issue.code !== 'invalid_type') return false;
  return issue.path.length === 0 || (issue.path.length === 1 && isMissing(issue));
}

function isMissing(issue: Issue): boolean {
  return issue.message.endsWith('received undefined');
}

function forms(branches: readonly (readonly Issue[])[]): string {
  const keys = new Set<string>();
  for (const branch of branches) {
    for (const issue of branch)
      if (isMissing(issue) && issue.path[0]) keys.add(String(issue.path[0]));
  }
  if (keys.size === 0) return 'fits none of the accepted forms';
  const named = [...keys].map((key) => `"${key}"`).join(', ');
  return `expected an object with exactly one of ${named}`;
}

function sentence(issue: Issue): string {
  if (isMissing(issue)) return 'this key is missing';
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}

/** Key names come from the request: a pointer of megabytes must not come back. */
function cut(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
}
