import { readFileSync } from 'node:fs';
import { safeText } from './escape.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import { faultOf } from './walk.ts';

/**
 * Settings of a user, from `empreinte/config` under `$XDG_CONFIG_HOME` (XDG Base Directory
 * Specification 0.8) or `~/.config`: `NAME = value` a line, `#` for remarks. What they name is what
 * the environment names, which wins, as an option wins over both.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  server: 'EMPREINTE_SERVER',
  'token-file': 'EMPREINTE_TOKEN_FILE',
  key: 'EMPREINTE_KEY',
  pins: 'EMPREINTE_PINS',
  jobs: 'EMPREINTE_JOBS',
};

/**
 * The environment with what the file adds.
 *
 * @throws Failure for a file that cannot be read or a line that sets nothing
 */
export function withConfig(env: Io['env']): Io['env'] {
  const path = configPath(env);
  if (path === null) return env;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return env;
    throw new Failure(`${safeText(path)}: ${faultOf(error)}`, { cause: error });
  }
  const found: Record<string, string> = {};
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, name = '', said = ''] = /^\s*([a-z-]+)\s*=(.*)$/.exec(line) ?? [];
    const value = said.trim();
    const variable = SETTINGS[name];
    if (variable === undefined || value === '') {
      const known = Object.keys(SETTINGS).join(', ');
      throw new Failure(`${safeText(path)}, line ${i + 1}: not one of ${known}, = and a value`);
    }
    found[variable] = value;
  }
  // A token of the environment is not to be overruled by a file that is named here.
  if (env.EMPREINTE_TOKEN) delete found.EMPREINTE_TOKEN_FILE;
  return { ...found, ...withoutEmpty(env) };
}

function configPath(env: Io['env']): string | null {
  if (env.XDG_CONFIG_HOME?.startsWith('/')) return `${env.XDG_CONFIG_HOME}/empreinte/config`;
  return env.HOME ? `${env.HOME}/.config/empreinte/config` : null;
}

/** An empty variable is an unset one. */
function withoutEmpty(env: Io['env']): Io['env'] {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value));
}
