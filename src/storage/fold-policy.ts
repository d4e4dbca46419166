/**
 * Postings that came since from which on they are folded, or a quarter of what is packed if that is more:
 * some 400 documents. Every compaction writes the whole index anew, so it has been written four times
 * over while it doubles, at some 1/36 of a row a posting.
 */
export const FOLD_ROWS = 2 ** 16;
/** What is packed, by this, has to come before it is folded. */
export const SHARE = 4;
/**
 * Rows left by lot. Of what was registered since in small batches, a document of 500 postings is then
 * one row in thirty of those that no segment holds.
 */
export const RESERVE_ROWS = 2 ** 14;
