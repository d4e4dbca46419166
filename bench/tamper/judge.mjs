/** What an answer is worth, by what was done to the file. */

const CONTENT = new Set(['identical', 'same_content']);
const TEXT = new Set(['identical', 'same_content', 'same_text']);

export const labelOf = ({ verdict, grade, reason }) =>
  [verdict, grade ?? reason].filter(Boolean).join('/');

/**
 * @param truth what was done, `negative` for what was never registered
 * @param right whether the answer names the right record
 * @returns `ok`, the defect's name otherwise; `hard` for what must never happen
 */
export function outcome(truth, answer, right) {
  const { verdict, grade, notes } = answer;
  const differs = verdict === 'differs' && right;
  switch (truth) {
    case 'identical':
    case 'identical_part':
      return grade === 'identical' && right ? 'ok' : 'missed';
    case 'same_content':
      return CONTENT.has(grade) && right ? 'ok' : verdict === 'absent' ? 'absent' : 'weaker';
    case 'same_text':
      return TEXT.has(grade) && right
        ? 'ok'
        : verdict === 'absent'
          ? 'absent'
          : differs
            ? 'weaker'
            : 'missed';
    case 'altered':
      if (verdict === 'match' || grade === 'same_text') return 'hard';
      return differs ? 'ok' : verdict === 'absent' ? 'absent' : 'missed';
    // Re-flowing a text moves its hyphens: they may be left open, but must be named.
    case 'hyphens':
      if (verdict === 'match') return 'hard';
      if (grade === 'same_text' && !answer.evidence.unverified.includes('hyphens')) return 'hard';
      return differs ? 'ok' : verdict === 'absent' ? 'absent' : 'missed';
    case 'appearance':
      if (verdict === 'match') return 'hard';
      return differs ? 'ok' : verdict === 'absent' ? 'absent' : 'missed';
    case 'contains':
    case 'part_of':
    case 'excerpt':
      if (verdict === 'match' || grade === 'same_text') return 'hard';
      return differs ? 'ok' : verdict === 'absent' ? 'absent' : 'missed';
    case 'negative':
      if (verdict === 'match') return 'hard';
      return verdict === 'differs' && !notes.includes('may_be_sibling') ? 'accused' : 'ok';
    // Threads may hold registered text: only `match` would be wrong.
    default:
      return verdict === 'match' ? 'hard' : 'ok';
  }
}

/**
 * An archive's outcome: that of its worst member.
 *
 * @param expected the truth of each member in order
 * @param isRight whether a member's record is the right one
 */
export function outcomeOfParts(expected, answer, isRight) {
  if (answer.parts.length !== expected.length) return 'missed';
  const all = expected.map((truth, i) => outcome(truth, answer.parts[i], isRight(answer.parts[i])));
  return ['hard', 'accused', 'absent', 'missed', 'weaker'].find((one) => all.includes(one)) ?? 'ok';
}
