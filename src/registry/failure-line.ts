/**
 * A line of the log for a failure that is ours: JSON, one line, with nothing in it that a caller
 * sent. Messages of errors may quote such things; names and frames do not.
 */
export function failureLine(
  what: string,
  error: unknown,
  more: Readonly<Record<string, string | number>> = {},
): string {
  const { name = 'Error', message = '', stack = '' } = error instanceof Error ? error : {};
  // A message of several lines could bring lines that look like frames.
  const head = `${name}: ${message}`;
  const frames = (stack.startsWith(head) ? stack.slice(head.length) : stack)
    .split('\n')
    .filter((line) => /^ {1,8}at [^ ]/.test(line))
    .map((line) => line.trim());
  return JSON.stringify({ level: 'error', what, ...more, error: name, frames });
}
