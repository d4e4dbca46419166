// On 1 fills byte arrays, which no limit of the heap counts; otherwise tells its process id
// as that of a reader that kept too much.
import { watchMemory } from '../../../src/cli/memory.ts';

process.on('message', ({ bytes }) => {
  const kept = [];
  while (bytes[0] === 1) kept.push(new Uint8Array(8 * 1024 * 1024).fill(1));
  process.send({ kind: 'done', value: { ssdeep: `${process.pid}`, tlsh: null }, spent: true });
});
watchMemory();
process.send({ kind: 'ready' });
