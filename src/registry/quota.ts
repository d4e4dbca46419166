/**
 * What one caller may still ask today. A registry that answers any number of guesses gives away
 * a redacted figure: these counts bound the guesses (`docs/threat-model.md`, "The guesser").
 */
export interface Quota {
  /**
   * Counts suspects against records, one answer a charge, in order. A suspect that was let
   * through today is let through again, whatever came in between; one that was not leaves no
   * trace. Charges do not depend on each other.
   *
   * @param day UTC date, `2027-04-30`; counts of earlier days are forgotten
   * @param limit units a record
   */
  charge(
    caller: string,
    day: string,
    charges: readonly Charge[],
    limit: number,
  ): Promise<boolean[]>;
  /**
   * Counts probes that nothing vouches for.
   *
   * @param count negative to give back what was counted too much
   * @returns false, counting nothing, when they would exceed the limit
   */
  spend(caller: string, day: string, count: number, limit: number): Promise<boolean>;
  /**
   * Counts documents, exactly: calls at the same time share what is left, and no more.
   *
   * @param hour UTC hour, `2027-04-30T17`; counts of earlier hours are forgotten
   * @param partly whether as many as are left are let through; else all or none
   */
  take(caller: string, hour: string, count: number, limit: number, partly: boolean): Promise<Taken>;
}

export interface Taken {
  readonly granted: number;
  readonly left: number;
}

/** What is let through of a count, where `used` of `limit` are gone. */
export function share(used: number, count: number, limit: number, partly: boolean): Taken {
  const free = Math.max(0, limit - used);
  const granted = count <= free ? count : partly ? free : 0;
  return { granted, left: free - granted };
}

export interface Charge {
  /** Public id of the record. */
  readonly record: string;
  /** Digest of all in the suspect that an answer may turn on. */
  readonly suspect: string;
  /**
   * Digest of the ordered entries sent with it. The first entries of a suspect belong to it;
   * with others it is another suspect.
   */
  readonly entries?: string;
  /** Units that must be left. */
  readonly units: number;
  /** The suspect equals the record: the units must be left and are not taken. */
  readonly equal: boolean;
}

/** UTC date of an instant. */
export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** Whole seconds until the next UTC day, at least one. */
export function secondsLeft(now: Date): number {
  return 86_400 - Math.floor((now.getTime() / 1000) % 86_400);
}
