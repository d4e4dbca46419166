/** Teaches others the number that it is given; answers with what it was taught. */
const learnt = [];

process.on('message', (task) => {
  if (task.kind === 'learn') {
    learnt.push(...task.lessons.map(({ size }) => size));
    return;
  }
  const [size] = task.bytes;
  const lessons = size === 0 ? {} : { lessons: [{ size, sha256: '', ssdeep: '', tlsh: null }] };
  process.send({ kind: 'done', value: { ssdeep: learnt.join(' '), tlsh: null }, ...lessons });
});
process.on('disconnect', () => process.exit());
process.send({ kind: 'ready' });
