/** Which documents an operator is tried on, and what it makes of them. */
import { randomOf } from './random.mjs';

/** Cases of one operator from one document at most: more of the same would prove nothing. */
const PER_DOCUMENT = 4;

/** Documents by turns of kinds, again and again, until a half has its cases. */
function* basesFor(operator, bases, half, seed) {
  const random = randomOf(`${seed} bases ${operator.name} ${half}`);
  const fit = bases.filter(
    (base) =>
      base.half === half &&
      operator.kinds.includes(base.kind) &&
      (!operator.only || operator.only(base)) &&
      (!operator.composed || base.origin === 'composed'),
  );
  const byKind = Map.groupBy(random.shuffle(fit), ({ kind }) => kind);
  for (let round = 0; round < PER_DOCUMENT; round++) {
    const queues = [...byKind.values()].map((list) => [...list]);
    while (queues.some((queue) => queue.length > 0)) {
      for (const queue of queues) {
        const base = queue.shift();
        if (base) yield [base, round];
      }
    }
  }
}

/** Makes cases until there are enough; LibreOffice gets a whole round at a time. */
export async function casesOf(operator, corpus, half, wanted, seed) {
  const cases = [];
  const bases = basesFor(operator, corpus.bases, half, seed);
  const step = operator.batch ? 40 : 1;
  let tried = 0;
  for (let done = false; !done && cases.length < wanted && tried < wanted * 5 + 50; ) {
    const some = [];
    while (some.length < Math.min(step, wanted - cases.length)) {
      const next = bases.next();
      if (next.done) {
        done = true;
        break;
      }
      some.push(next.value);
    }
    tried += some.length;
    const made = await Promise.all(
      some.map(async ([base, round]) => {
        const random = randomOf(`${seed} case ${operator.name} ${base.id} ${round}`);
        const found = await operator.make(base, random, corpus.context);
        const bytes = await found?.bytes;
        return bytes ? { ...found, bytes, base, round, kind: found.kind ?? base.kind } : null;
      }),
    );
    cases.push(...made.filter(Boolean));
  }
  return cases;
}
