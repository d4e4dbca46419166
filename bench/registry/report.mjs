/** Prints what the registry's bench measured, and tells the goals' rows. */
import { tell } from '../table.mjs';

const GOALS = { exact: 3, near: 15, rows: 1000, flat: 2, rate: 500, stage: 40, whole: 5 };
const NEAR = ['edit', 'excerpt', 'absent'];

const cell = (value, digits = 1) => value.toFixed(digits).padStart(9);
const print = (name, values) => console.log(name.padEnd(34), ...values);

/** One size in one form. */
export function report({ name, documents, peer, kinds, bytes, loaded, folded, registered, load }) {
  console.log(`\n## ${documents} documents, ${name}; load ${load.toFixed(1)}\n`);
  if (loaded) {
    print('documents registered a second', [cell(loaded.documents / loaded.seconds)]);
    print('  of it in the client, a share', [cell(loaded.client / loaded.seconds, 2)]);
    print('  a second of CPU time of the server', [cell(loaded.documents / loaded.cpu)]);
    if (loaded.folding.cpu > 0) {
      print('folded between, ms of CPU a document', [
        cell((1000 * loaded.folding.cpu) / loaded.documents, 2),
      ]);
    }
    print('postings a document', [cell(loaded.postings / loaded.documents)]);
    print('rows written a document', [cell(loaded.written / loaded.documents)]);
  }
  if (folded) {
    print('documents packed a second of CPU', [cell(registered / folded.cpu)]);
    print('more rows written a document', [cell(folded.written / registered)]);
  }
  print('bytes a document, near index', [cell(bytes.index, 0)]);
  if (name !== 'filled') {
    print('bytes a document, all of D1', [cell(bytes.all, 0)]);
    const largest = bytes.tables.filter(([, size]) => size >= 100).sort(([, a], [, b]) => b - a);
    print('  by table and index', [
      largest.map(([table, n]) => `${table} ${n.toFixed(0)}`).join(', '),
    ]);
  }
  const heads = ['mean', 'p50', 'p99', '× look-up', 'rows p50', 'rows p99', 'requests', 'found'];
  print(
    'CPU, milliseconds',
    heads.map((head) => head.padStart(9)),
  );
  print('one look-up by key', [cell(peer.mean, 2), cell(peer.p50, 2), cell(peer.p99, 2)]);
  for (const [kind, { cpu, ratio, read, requests, found, others }] of Object.entries(kinds)) {
    print(`check, ${kind}`, [
      cell(cpu.mean, 2),
      cell(cpu.p50, 2),
      cell(cpu.p99, 2),
      cell(ratio),
      cell(read.p50, 0),
      cell(read.p99, 0),
      cell(requests, 0),
      found === null ? '' : cell(found, 3),
      others ? `of them ${others} in another document that holds all of the excerpt` : '',
    ]);
  }
}

const ms = (value) => `${value.toFixed(2)} ms CPU`;
const meanOf = (cpuOf) => NEAR.reduce((sum, kind) => sum + cpuOf(kind), 0) / NEAR.length;
const nearOf = ({ kinds }) => meanOf((kind) => kinds[kind].cpu.mean);

/** The rows of the one table. */
export function summarise(measured, beside) {
  for (const size of measured) {
    const { name, documents, kinds, peer, loaded } = size;
    const where = `${documents.toExponential(0).replace('e+', '·10^')} documents, ${name}`;
    const beside = `${ms(peer.mean)} (look-up by key)`;
    const cost = (question, cpu, most) =>
      tell({
        question: `${question}, ${where}`,
        ours: ms(cpu),
        peer: beside,
        ratio: peer.mean / cpu,
        goal: `costs ≤ ${most} look-ups: ${(cpu / peer.mean).toFixed(1)}`,
        met: cpu <= most * peer.mean,
      });
    if (loaded) {
      const rate = loaded.documents / loaded.seconds;
      tell({
        question: `registration, to ${where}`,
        ours: `${rate.toFixed(0)} a second (${(loaded.documents / loaded.cpu).toFixed(0)} of CPU)`,
        goal: `≥ ${GOALS.rate}`,
        met: rate >= GOALS.rate,
      });
    }
    cost('exact check', kinds.exact.cpu.mean, GOALS.exact);
    cost('near check, mean of kinds', nearOf(size), GOALS.near);
    const rows = Math.max(...NEAR.map((kind) => kinds[kind].read.p99));
    tell({
      question: `near check, p99 of rows read, ${where}`,
      ours: `${rows} rows`,
      goal: `≤ ${GOALS.rows}`,
      met: rows <= GOALS.rows,
    });
    for (const kind of ['edit', 'excerpt']) {
      const least = kind === 'edit' ? 0.99 : documents > 1e5 ? 0.9 : 0.95;
      const { found } = kinds[kind];
      tell({
        question: `found first, ${kind}, ${where}`,
        ours: found.toFixed(3),
        goal: `≥ ${least}`,
        met: found >= least,
      });
    }
  }
  const small = measured.find(({ name }) => name === 'packed');
  const large = measured.at(-1);
  if (small && large && large.documents > small.documents) {
    const growth = nearOf(large) / nearOf(small);
    tell({
      question: `near check, ${large.documents} documents beside ${small.documents}`,
      ours: ms(nearOf(large)),
      peer: ms(nearOf(small)),
      ratio: 1 / growth,
      goal: `≤ ${GOALS.flat} × the CPU: ${growth.toFixed(2)}`,
      met: growth <= GOALS.flat,
    });
  }
  if (beside) tellBeside(measured, beside);
}

/** HTTP and D1's protocol, which libfuzzy's loop has none of, are in the rows of workerd. */
function tellBeside(measured, { stage, checks, theirs, documents }) {
  const size = measured.find((one) => one.name === 'filled' && one.documents === documents);
  const rows = [
    ['7-gram stage in one process', stage, GOALS.stage],
    ['check by ssdeep alone in one process', checks.grams, GOALS.whole],
    ['near check, mean of kinds, in one process', meanOf((kind) => checks[kind]), GOALS.whole],
    ['check by ssdeep alone, in workerd with HTTP', size.kinds.grams.cpu.mean],
    ['near check, mean of kinds, in workerd with HTTP', nearOf(size)],
  ];
  for (const [question, cpu, goal] of rows) {
    console.log(
      `${question}: ${ms(cpu)}, libfuzzy ${theirs === null ? 'not there' : `${ms(theirs)}, ${(theirs / cpu).toFixed(1)} ×`}`,
    );
    tell({
      question: `${question}, ${documents} documents`,
      ours: ms(cpu),
      ...(theirs !== null && {
        peer: `${ms(theirs)} (libfuzzy, all digests)`,
        ratio: theirs / cpu,
        ...(goal && { goal: `≥ ${goal} ×`, met: theirs / cpu >= goal }),
      }),
    });
  }
}
