import type { Checked } from './checked.ts';
import { safePath } from './escape.ts';
import type { Journal } from './journal.ts';
import { markOf } from './mark.ts';
import type { Recall } from './pipeline-options.ts';
import type { Runner } from './pool.ts';
import { spansIn, withoutTexts, withTexts } from './stored.ts';
import type { Input } from './task.ts';
import type { Target } from './walk.ts';

/** Answers of a journal, for the files that they were given for. */
export function recallFrom(journal: Journal<Checked>): Recall<Checked> {
  return {
    resumes: journal.found > 0,
    mark: markOf,
    async finished({ path, member }, mark, runner) {
      const entry = journal.byFile(mark.key);
      if (!entry) return null;
      const { sha256 } = entry;
      const input = member ? inputOf(member) : { file: path, sha256 };
      const answer = await told(entry.answer, path, runner, input);
      return answer && { answer, sha256 };
    },
    async known(sha256, input, path, runner) {
      const entry = journal.bySha256(sha256);
      return entry && told(entry.answer, path, runner, input);
    },
    keep(mark, sha256, answer) {
      // What a registry could not say when it was ill, it can say now.
      if (answer.reason === 'registry_unhealthy') return false;
      return journal.add({ file: mark.key, sha256, answer: withoutTexts(answer) });
    },
  };
}

/** Null for a member that is to be read first. */
function inputOf({ contents }: NonNullable<Target['member']>): Input | null {
  return contents?.kind === 'read' ? { bytes: contents.bytes } : null;
}

/** The answer with its passages in the file's own words, which the journal does not hold. */
async function told(
  answer: Checked,
  path: Buffer,
  runner: Runner,
  input: Input | null,
): Promise<Checked | null> {
  const asked = spansIn(answer);
  if (asked.length === 0) return answer;
  if (input === null) return null;
  const quoted = await runner.quote({ ...input, kind: 'quote', name: safePath(path), asked });
  return quoted.kind === 'done' ? withTexts(answer, quoted.value) : null;
}
