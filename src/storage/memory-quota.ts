import { type Charge, type Quota, share } from '../registry/quota.ts';

interface Held {
  day: string;
  misses: number;
  /** By record, then by suspect. */
  readonly records: Map<string, Map<string, { entries: string | undefined; units: number }>>;
}

/** The quota's contract in memory, for tests: the object of `quota.ts` said otherwise. */
export function memoryQuota(): Quota {
  const callers = new Map<string, Held>();
  const asked = new Map<string, { hour: string; documents: number }>();

  function today(caller: string, day: string): Held {
    const held = callers.get(caller);
    if (held && held.day >= day) return held;
    const fresh: Held = { day, misses: 0, records: new Map() };
    callers.set(caller, fresh);
    return fresh;
  }

  function admit(held: Held, charge: Charge, limit: number): boolean {
    const { record, entries, units, equal } = charge;
    const suspects = held.records.get(record) ?? new Map();
    held.records.set(record, suspects);
    const first = suspects.get(charge.suspect);
    const others = first?.entries !== undefined && entries !== undefined;
    const name =
      others && first.entries !== entries ? `${charge.suspect} ${entries}` : charge.suspect;
    const known = suspects.get(name);
    if (known && (entries === undefined || known.entries === entries)) return true;
    const paid = known?.units ?? 0;
    let used = 0;
    for (const suspect of suspects.values()) used += suspect.units;
    if (units > paid && used + units - paid > limit) return false;
    suspects.set(name, { entries, units: equal ? paid : Math.max(units, paid) });
    return true;
  }

  return {
    async charge(caller, day, charges, limit) {
      const held = today(caller, day);
      return charges.map((charge) => admit(held, charge, limit));
    },
    async spend(caller, day, count, limit) {
      const held = today(caller, day);
      if (count > 0 && held.misses + count > limit) return false;
      held.misses = Math.max(0, held.misses + count);
      return true;
    },
    async take(caller, hour, count, limit, partly) {
      const known = asked.get(caller);
      const now = known && known.hour >= hour ? known : { hour, documents: 0 };
      asked.set(caller, now);
      const taken = share(now.documents, count, limit, partly);
      now.documents += taken.granted;
      return taken;
    },
  };
}
