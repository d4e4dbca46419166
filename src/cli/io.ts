/** The world outside, as the commands see it; replaced in tests. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The arguments as bytes: a name that is no UTF-8 is lost in their text. */
  readonly rawArguments?: readonly Buffer[];
  /** Entry of the reader processes, where it is not the built-in one. */
  readonly readerEntry?: URL;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Global options that every command obeys. */
export interface Look {
  readonly color: boolean;
  readonly verbose: boolean;
}

/** Colour only for a person at a terminal who did not refuse it (no-color.org). */
export function wantsColor(io: Io, option: boolean): boolean {
  return option && io.stdout.isTTY === true && !io.env.NO_COLOR && io.env.TERM !== 'dumb';
}
