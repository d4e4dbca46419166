import type { Command } from 'commander';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';

/**
 * Completion scripts for shells, made from the commands and options themselves, so that they
 * cannot fall behind. Names are letters, digits and hyphens: nothing in them needs quoting.
 */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

interface Named {
  /** Words that lead to it, `admin token create`; none for the program itself. */
  readonly path: readonly string[];
  readonly about: string;
  readonly options: readonly { readonly flags: readonly string[]; readonly about: string }[];
  /** Commands below it; none for one that does something. */
  readonly below: readonly Named[];
}

/** `empreinte completion`: prints the script for a shell. */
export function completionCommand(shell: string, program: Command, io: Io): number {
  const all = [...walk(namedOf(program, []))];
  if (shell === 'bash') io.stdout.write(bash(all));
  else if (shell === 'zsh') io.stdout.write(zsh(all));
  else if (shell === 'fish') io.stdout.write(fish(all));
  else throw new Failure(`no completion for this shell; there is one for ${SHELLS.join(', ')}`);
  return 0;
}

function namedOf(command: Command, path: readonly string[]): Named {
  return {
    path,
    about: command.description(),
    options: command.options.map(({ short, long, description }) => ({
      flags: [short, long].filter((flag) => flag !== undefined && flag !== null),
      about: description,
    })),
    below: command.commands.map((one) => namedOf(one, [...path, one.name()])),
  };
}

function* walk(one: Named): Generator<Named> {
  yield one;
  for (const below of one.below) yield* walk(below);
}

const nameOf = ({ path }: Named) => path.at(-1) ?? '';
const namesOf = (list: readonly Named[]) => list.map(nameOf).join(' ');
const flagsOf = ({ options }: Named) => options.flatMap(({ flags }) => flags).join(' ');
/** For single quotes of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
/** How bash and zsh know a command: its words, each behind a blank. */
const keyOf = ({ path }: Named) => quoted(path.map((word) => ` ${word}`).join(''));

/** Of bash and zsh: takes the words that lead to a command, up to the first that is none. */
const follow = (all: readonly Named[], words: string, taken: string) => `  for word in ${words}; do
    case "$at $word" in
      ${all
        .filter(({ path }) => path.length > 0)
        .map(keyOf)
        .join('|')}) at="$at $word"${taken} ;;
      *) break ;;
    esac
  done`;

function bash(all: readonly Named[]): string {
  const cases = all
    .map((one) =>
      one.below.length > 0
        ? `    ${keyOf(one)}) words='${namesOf(one.below)} --help' below=1 ;;`
        : `    ${keyOf(one)}) words='${flagsOf(one)} --help' ;;`,
    )
    .join('\n');
  return `# bash completion of empreinte; to load it: eval "$(empreinte completion bash)"
_empreinte() {
  local current=\${COMP_WORDS[COMP_CWORD]} at= word words= below=
  COMPREPLY=()
${follow(all, `"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`, '')}
  case $at in
${cases}
  esac
  if [ -n "$below" ] || [ "\${current#-}" != "$current" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -o default -o bashdefault -F _empreinte empreinte
`;
}

function zsh(all: readonly Named[]): string {
  const cases = all
    .map((one) => {
      if (one.below.length > 0) {
        const listed = one.below.map((below) => quoted(`${nameOf(below)}:${below.about}`));
        return `    ${keyOf(one)})\n      commands=(\n        ${listed.join('\n        ')}\n      )\n      _describe command commands ;;`;
      }
      const flags = one.options.flatMap(({ flags, about }) =>
        flags.map((flag) => `        ${quoted(`${flag}[${about.replace(/[[\]:]/g, ' ')}]`)}`),
      );
      return `    ${keyOf(one)})\n      _arguments \\\n${[...flags, `        '*:file:_files'`].join(' \\\n')} ;;`;
    })
    .join('\n');
  return `#compdef empreinte
# zsh completion of empreinte; to load it: source <(empreinte completion zsh)
_empreinte() {
  local at= word
  local -i taken=0
  local -a commands
${follow(all, `\${words[2,CURRENT-1]}`, ' taken+=1')}
  shift $taken words
  (( CURRENT -= taken ))
  case $at in
${cases}
  esac
}
(( $+functions[compdef] )) && compdef _empreinte empreinte
`;
}

function fish(all: readonly Named[]): string {
  const lines = ['# fish completion of empreinte; to load it: empreinte completion fish | source'];
  const groups = all.filter(({ path, below }) => path.length > 0 && below.length > 0);
  /** On the way to a command, and not yet at one below it. */
  const within = ({ path, below }: Named) => {
    if (path.length === 0) return '__fish_use_subcommand';
    const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
    // `watch verify` is not `verify`.
    const others = path.length === 1 && below.length === 0 ? groups : below;
    const not = others.length > 0 ? [`not __fish_seen_subcommand_from ${namesOf(others)}`] : [];
    return [...seen, ...not].join('; and ');
  };
  for (const one of all) {
    const where = quoted(within(one));
    for (const below of one.below) {
      lines.push(
        `complete -c empreinte -n ${where} -f -a ${nameOf(below)} -d ${quoted(below.about)}`,
      );
    }
    if (one.below.length > 0) continue;
    for (const { flags, about } of one.options) {
      const names = flags
        .map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
        .join(' ');
      lines.push(`complete -c empreinte -n ${where} ${names} -d ${quoted(about)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
