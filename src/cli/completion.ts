import type { Command } from 'commander';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';

/**
 * Completion scripts for shells, made from the commands and options themselves, so that they
 * cannot fall behind. Names are letters, digits and hyphens: nothing in them needs quoting.
 */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

interface Named {
  readonly name: string;
  readonly about: string;
  readonly options: readonly { readonly flags: readonly string[]; readonly about: string }[];
}

/** `empreinte completion`: prints the script for a shell. */
export function completionCommand(shell: string, program: Command, io: Io): number {
  const commands = program.commands.map(namedOf);
  if (shell === 'bash') io.stdout.write(bash(commands));
  else if (shell === 'zsh') io.stdout.write(zsh(commands));
  else if (shell === 'fish') io.stdout.write(fish(commands));
  else throw new Failure(`no completion for this shell; there is one for ${SHELLS.join(', ')}`);
  return 0;
}

function namedOf(command: Command): Named {
  return {
    name: command.name(),
    about: command.description(),
    options: command.options.map(({ short, long, description }) => ({
      flags: [short, long].filter((flag) => flag !== undefined && flag !== null),
      about: description,
    })),
  };
}

const flagsOf = ({ options }: Named) => options.flatMap(({ flags }) => flags).join(' ');
/** For single quotes of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function bash(commands: readonly Named[]): string {
  const cases = commands
    .map((one) => `    ${one.name}) words='${flagsOf(one)} --help' ;;`)
    .join('\n');
  return `# bash completion of empreinte; to load it: eval "$(empreinte completion bash)"
_empreinte() {
  local current=\${COMP_WORDS[COMP_CWORD]} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases}
  esac
  if [ "\${current#-}" != "$current" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}
complete -o default -o bashdefault -F _empreinte empreinte
`;
}

function zsh(commands: readonly Named[]): string {
  const listed = commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`).join('\n');
  const cases = commands
    .map((one) => {
      const flags = one.options.flatMap(({ flags, about }) =>
        flags.map((flag) => `        ${quoted(`${flag}[${about.replace(/[[\]:]/g, ' ')}]`)}`),
      );
      return `    ${one.name})\n      _arguments \\\n${[...flags, `        '*:file:_files'`].join(' \\\n')} ;;`;
    })
    .join('\n');
  return `#compdef empreinte
# zsh completion of empreinte; to load it: source <(empreinte completion zsh)
_empreinte() {
  local -a commands=(
${listed}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case $words[1] in
${cases}
  esac
}
(( $+functions[compdef] )) && compdef _empreinte empreinte
`;
}

function fish(commands: readonly Named[]): string {
  const lines = ['# fish completion of empreinte; to load it: empreinte completion fish | source'];
  for (const { name, about, options } of commands) {
    lines.push(`complete -c empreinte -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`);
    for (const { flags, about: what } of options) {
      const names = flags
        .map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
        .join(' ');
      lines.push(
        `complete -c empreinte -n '__fish_seen_subcommand_from ${name}' ${names} -d ${quoted(what)}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
