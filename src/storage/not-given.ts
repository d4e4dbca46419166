import { LogError } from '../tlog/error.ts';

/** Why a witness or an authority gave nothing, in words of ours: what it answered is not among them. */
export class NotGiven extends Error {
  override readonly name = 'NotGiven';
}

/** For the log; empty where only the name of the error says more. */
export function whyNot(error: unknown): string {
  if (error instanceof NotGiven) return error.message;
  return error instanceof LogError ? error.code : '';
}
