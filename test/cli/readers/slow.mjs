/** Takes as many milliseconds as the first byte says, and for ever from 250 on. */
let last = Promise.resolve();

process.on('message', ({ bytes: [first] }) => {
  last = last.then(async () => {
    if (first >= 250) return new Promise(() => {});
    await new Promise((done) => setTimeout(done, first));
    process.send({ kind: 'done', value: { ssdeep: String(first), tlsh: null } });
  });
});
process.on('disconnect', () => process.exit());
process.send({ kind: 'ready' });
