import type { Raised } from './raised.ts';
import type { Destination } from './rtf-destinations.ts';

/** Properties that end with their group. */
export interface Group {
  destination: Destination;
  hidden: boolean;
  deleted: boolean;
  /** Characters after `\u` that repeat it for old programs. */
  fallback: number;
  font: number | null;
  inTable: boolean;
  /** In a table within a cell. */
  nested: boolean;
  raised: Raised;
}

export const OUTERMOST: Readonly<Group> = {
  destination: 'body',
  hidden: false,
  deleted: false,
  fallback: 1,
  font: null,
  inTable: false,
  nested: false,
  raised: null,
};
