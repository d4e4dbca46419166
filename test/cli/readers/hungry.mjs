// Fills its heap on the first byte 1, throws on 2, exits on 3, answers otherwise.
process.on('message', ({ bytes }) => {
  if (bytes[0] === 1) {
    const kept = [];
    for (;;) kept.push(new Array(1000).fill(kept.length));
  }
  if (bytes[0] === 2) throw new Error('broken reader');
  if (bytes[0] === 3) process.exit(0);
  console.log('a reader may print');
  process.send({ kind: 'done', value: { ssdeep: `${bytes[0]}`, tlsh: null } });
});
process.send({ kind: 'ready' });
