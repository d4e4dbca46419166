/**
 * The part of an input that is in memory: inputs of any length pass through a window of fixed
 * size, so that a kernel's memory never grows, and what was copied in is still in a core's
 * second cache when it is read.
 */

/** Bytes of an input at a time. */
export const WINDOW_BYTES: i32 = 1 << 16;

/** Bytes before and behind the window that a vector may touch. */
const MARGIN: i32 = 128;

/** Where the window starts; the bytes before it are the input's, or zero before its start. */
export const WINDOW: usize = memory.data(MARGIN + WINDOW_BYTES + MARGIN, 64) + MARGIN;
