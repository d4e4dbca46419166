import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { empreinte } from './harness.ts';

/** What the documents and the help's own examples say one can type, held to what the commands take. */
const DOCUMENTS = ['cli', 'operations', 'watches', 'client', 'audit', 'api', 'threat-model'];
/** Of other programs that the documents show. */
const FOREIGN =
  /^--(?:allow|mails|files$|data-binary|remote|env|retention-days|registry|all$|offline|project)/;

/** By the words of a command: its options as its help lists them, with the choices of each. */
const options = new Map<string, Map<string, readonly string[]>>();
const examples: string[] = [];

beforeAll(async () => {
  const walk = async (...names: string[]): Promise<void> => {
    const { stdout } = await empreinte([...names, '--help']);
    const joined = stdout.replace(/\\\n/g, ' ');
    examples.push(...joined.split('\n').filter((line) => /^ {2}.*\bempreinte /.test(line)));
    const [, below = ''] = stdout.split('\nCommands:\n');
    const [, listed = ''] = /\nOptions:\n([\s\S]*?)\n\n/.exec(`${stdout}\n\n`) ?? [];
    const entries = listed.split(/\n(?= {2}-)/).map((one) => {
      const flags = [...(one.split(/ {2,}/)[1] ?? '').matchAll(/--?[\w-]+/g)].map(String);
      const [, choices = ''] = /\(choices: ([^)]*)\)/.exec(one.replace(/\s+/g, ' ')) ?? [];
      return { flags, choices: [...choices.matchAll(/"(\w+)"/g)].map(([, word]) => word ?? '') };
    });
    options.set(
      names.join(' '),
      new Map(entries.flatMap(({ flags, choices }) => flags.map((flag) => [flag, choices]))),
    );
    for (const [, command] of below.matchAll(/^ {2}([a-z]+)\b/gm))
      await walk(...names, command ?? '');
  };
  await walk();
});

/** The command that a line names, and what stands behind it up to the next program. */
function read(line: string): { command: string; rest: string[] } {
  const words = line.trim().split(/\s+/);
  let command = '';
  while (words[0] !== undefined && options.has(`${command} ${words[0]}`.trim())) {
    command = `${command} ${words.shift()}`.trim();
  }
  const end = words.findIndex((word) => /^[|;>#]|^\d?>/.test(word));
  return { command, rest: end === -1 ? words : words.slice(0, end) };
}

/** Lines of blocks and of spans that begin with the program. */
function typed(text: string): string[] {
  const joined = text.replace(/\\\n/g, ' ');
  const blocks = [...joined.matchAll(/```(?:sh|console)\n([\s\S]*?)```/g)].flatMap(([, block]) =>
    (block ?? '').split('\n'),
  );
  const spans = [...joined.matchAll(/`(?:npx )?(empreinte [^`]+)`/g)].map(([, span]) => span ?? '');
  return [...blocks, ...spans].filter((line) => /\bempreinte /.test(line));
}

test('what can be typed from documents and examples is taken', () => {
  const lines = DOCUMENTS.flatMap((name) => typed(readFileSync(`docs/${name}.md`, 'utf8')));
  const wrong: string[] = [];
  for (const line of [...lines, ...examples]) {
    for (const [, behind = ''] of line.matchAll(/(?:^|[\s|])empreinte ((?:(?! \| | && ).)*)/g)) {
      const { command, rest } = read(behind);
      const known = options.get(command);
      rest.forEach((word, i) => {
        if (!/^-{1,2}[\w]/.test(word)) return;
        const choices = known?.get(word);
        if (!choices) wrong.push(`${command}: ${word} (${line.trim()})`);
        else if (choices.length > 0 && !choices.includes(rest[i + 1] ?? ''))
          wrong.push(`${command}: ${word} ${rest[i + 1]}`);
      });
    }
  }
  expect(lines.length + examples.length).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

test('an option that a document names is one, and each is named in the one of the command line', () => {
  const all = new Set([...options.values()].flatMap((one) => [...one.keys()]));
  const text = (name: string) => readFileSync(`docs/${name}.md`, 'utf8');
  const named = (name: string) => [...text(name).matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(String);
  const unknown = DOCUMENTS.flatMap((name) =>
    named(name).filter((one) => !all.has(one) && !FOREIGN.test(one)),
  );
  expect([...new Set(unknown)]).toEqual([]);
  const told = text('cli');
  expect([...all].filter((one) => one.startsWith('--') && !told.includes(one))).toEqual([]);
});
