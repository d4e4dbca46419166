/** Exit codes, as `grep` and `diff` have them: only 0 is a clean answer. */
export const EXIT = {
  /** Every file matches, or is registered. */
  ok: 0,
  /** Some file differs, is absent or could not be decided; some item was refused. */
  findings: 1,
  /** Bad usage, no registry, no answer: what was asked was not done. */
  trouble: 2,
  interrupted: 130,
  /** The reader of stdout went away: 128 + SIGPIPE. */
  pipe: 141,
} as const;

/** Ends the run with one clear line: what went wrong, with which file, what to do next. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: number = EXIT.trouble;
}
