// Reads every file for ever, except for its bytes alone.
import { readSource } from '../../../src/cli/source.ts';

process.on('message', async (task) => {
  if (task.kind === 'open') {
    const { bytes, ...value } = await readSource(
      Buffer.from(task.file),
      (async function* () {})(),
      task.maxBytes,
    );
    process.send({ kind: 'done', value: { ...value, size: bytes.length } });
    return;
  }
  if (task.kind === 'analyse') for (;;);
  const { size, name } = { size: 1, name: task.name };
  const fingerprint = {
    profile: 'empreinte/1',
    name: null,
    type: 'application/octet-stream',
    bytes: { size, sha256: '0'.repeat(64), ssdeep: '3::', tlsh: null },
    content: null,
    mail: null,
    parts: [],
    problem: task.problem,
  };
  const names = { name, type: fingerprint.type, parts: [] };
  const value = { fingerprint, entries: {}, names, detail: task.detail };
  process.send({ kind: 'done', value });
});
process.send({ kind: 'ready' });
