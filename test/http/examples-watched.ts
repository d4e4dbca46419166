import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { WATCHES_ANSWER } from '../../src/http/examples-watch.ts';
import type { Watches } from '../../src/storage/watches.ts';
import { testEnv } from '../storage/d1-env.ts';
import { NOW } from './examples-world.ts';

/** What the examples of watches speak of, brought about in the object that keeps them. */
const HOUR = 3_600_000;

const watches = () => testEnv.WATCHES.getByName('registry');

/** Lets the object live at the time of the examples, before a receiver that is out of order. */
export async function watchClock(): Promise<void> {
  await runInDurableObject(watches(), (object: Watches) => {
    object.clock = () => NOW.getTime();
    object.send = async () => new Response(null, { status: 503 });
  });
}

/** The document of the example was registered since, and nobody took the message. */
export async function deadMessage(): Promise<void> {
  for (let hours = 0; hours <= 10 * 30; hours += 30) {
    await runInDurableObject(watches(), (object: Watches) => {
      object.clock = () => NOW.getTime() + HOUR + hours * HOUR;
    });
    await runDurableObjectAlarm(watches());
  }
}

/** Ids are drawn; the one watch there is gets that of the example. */
export async function knownWatch(): Promise<void> {
  const [example] = WATCHES_ANSWER.watches;
  await runInDurableObject(watches(), (_object: Watches, { storage }) => {
    storage.sql.exec('UPDATE watch SET id = ?', example?.id ?? '');
  });
}
