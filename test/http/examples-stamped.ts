import { runInDurableObject } from 'cloudflare:test';
import { STAMPED_SIZE } from '../../src/http/examples.ts';
import { LogRows } from '../../src/storage/log-rows.ts';
import { Timestamping } from '../../src/storage/log-timestamps.ts';
import { testEnv } from '../storage/d1-env.ts';
import { grant } from '../storage/timestamp-authority.ts';
import { NOW } from './examples-world.ts';

/** Lets the log grow to the size of the example, and an authority timestamp its checkpoint. */
export async function stampedCheckpoint(): Promise<void> {
  const sequencer = testEnv.SEQUENCER.getByName('registry');
  const { size } = await sequencer.state();
  const leaves = Array.from({ length: STAMPED_SIZE - size }, () => ({
    type: 'register' as const,
    commitment: crypto.getRandomValues(new Uint8Array(32)),
  }));
  await sequencer.append('examples', leaves);
  await sequencer.checkpoint();
  await runInDurableObject(sequencer, async (_object, { storage }) => {
    const url = 'https://authority.example/tsr';
    const stamps = new Timestamping(storage, new LogRows(storage), url, (_url, init) =>
      grant(init),
    );
    await stamps.round(NOW.getTime());
  });
}
