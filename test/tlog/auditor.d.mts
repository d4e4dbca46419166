export function buildAuditor(
  folder: string,
): (...args: string[]) => { ok: boolean; output: string };
