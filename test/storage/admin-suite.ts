import { describe, expect, it } from 'vitest';
import type { BootstrapAnswer, StatementRequest } from '../../src/registry/contract.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import type { Store } from '../../src/registry/store.ts';
import { tokenDigest } from '../../src/tlog/token.ts';
import {
  batchesMadeAt,
  batchOf,
  CORPUS,
  declare,
  REGISTRAR,
  registerAll,
  SEED,
  SITE,
} from '../registry/batches.ts';
import {
  ALICE,
  BOB,
  CAROL,
  keyholdersOf,
  lineOf,
  signStatement,
  statementOf,
} from '../registry/keyholders.ts';
import { filePrint, hash } from '../registry/prints.ts';

batchesMadeAt('2027-04-01T12:00:00Z');

const DAY_MS = 86_400_000;

/**
 * Who may do what, over a store. The tests build on each other, as the statements do.
 *
 * @param open a store that nobody has set up; called once
 */
export function adminContract(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    let now = new Date('2027-04-01T12:00:00Z');
    let opened: Promise<ReturnType<typeof createRegistry>> | undefined;
    const registryOf = () => {
      opened ??= open().then(async (store) => {
        const registry = createRegistry({ site: SITE, store, clock: () => now });
        await declare(registry);
        return registry;
      });
      return opened;
    };
    const fresh = () => crypto.randomUUID();
    const say = async (
      ...args: Parameters<typeof statementOf> extends [unknown, ...infer R] ? R : never
    ) => (await registryOf()).admin.enact(statementOf(SITE, ...args));
    const refused = (code: string) => ({ code });
    const registrarSaid = {
      kind: 'registrar',
      id: 'r',
      corpus: CORPUS,
      name: 'R',
      ssh_key: lineOf(SEED),
    } as const;

    it('takes nothing before there are keyholders', async () => {
      const { admin, corpora } = await registryOf();
      await expect(say(registrarSaid, [ALICE])).rejects.toMatchObject(refused('not_bootstrapped'));
      await expect(admin.governance()).rejects.toMatchObject(refused('not_bootstrapped'));
      await expect(admin.freeze('A')).rejects.toMatchObject(refused('not_bootstrapped'));
      expect(await corpora()).toHaveLength(1);
    });

    it('names the first keyholders once, signed by as many of them as will be needed', async () => {
      const { admin } = await registryOf();
      const said = keyholdersOf([ALICE, BOB, CAROL], 2);
      const first = (...seeds: Uint8Array[]) => admin.bootstrap(statementOf(SITE, said, seeds));
      await expect(first(ALICE)).rejects.toMatchObject(refused('signature_required'));
      await expect(first(ALICE, ALICE)).rejects.toMatchObject(refused('signature_required'));
      await expect(first(ALICE, SEED)).rejects.toMatchObject(refused('signature_invalid'));
      await expect(
        admin.bootstrap(statementOf(SITE, registrarSaid, [ALICE, BOB])),
      ).rejects.toMatchObject(refused('statement_invalid'));
      const more = { ...said, required: 4 };
      await expect(
        admin.bootstrap(statementOf(SITE, more, [ALICE, BOB, CAROL])),
      ).rejects.toMatchObject(refused('signature_required'));
      await expect(admin.governance()).rejects.toMatchObject(refused('not_bootstrapped'));

      const coded = { ...said, freeze_code_sha256: hash('ABC234') };
      const requests = [
        [CAROL, ALICE],
        [BOB, CAROL],
      ].map((seeds) => statementOf(SITE, coded, seeds));
      // Of two that come at once one names them.
      const both = await Promise.allSettled(requests.map((request) => admin.bootstrap(request)));
      const won = both.findIndex(({ status }) => status === 'fulfilled');
      const lost = both[1 - won];
      if (lost?.status !== 'rejected') throw new Error('both named the keyholders');
      expect(lost.reason.code).toMatch(/state_conflict|signature/);
      const { value } = both[won] as PromiseFulfilledResult<BootstrapAnswer>;
      const [request] = requests.slice(won) as [StatementRequest];
      expect(value.statement.signed_by.map((one) => one.name).sort()).toEqual(
        won === 0 ? ['Holder 1', 'Holder 3'] : ['Holder 2', 'Holder 3'],
      );
      expect(await admin.holder(tokenDigest(value.token.token))).toMatchObject({ scope: 'admin' });
      expect((await admin.governance()).threshold).toEqual({
        required: 2,
        of: 3,
        frozen_since: null,
      });
      await expect(admin.bootstrap(request)).rejects.toMatchObject(refused('state_conflict'));
      await expect(first(ALICE, BOB)).rejects.toMatchObject(refused('state_conflict'));
    });

    it('takes a registrar from two keyholders, and from nobody else', async () => {
      const { admin } = await registryOf();
      await expect(say(registrarSaid, [])).rejects.toMatchObject(refused('signature_required'));
      await expect(say(registrarSaid, [ALICE])).rejects.toMatchObject(
        refused('signature_required'),
      );
      await expect(say(registrarSaid, [ALICE, ALICE])).rejects.toMatchObject(
        refused('signature_required'),
      );
      await expect(say(registrarSaid, [ALICE, SEED])).rejects.toMatchObject(
        refused('signature_invalid'),
      );
      await expect(
        say({ ...registrarSaid, corpus: 'nowhere' }, [ALICE, BOB]),
      ).rejects.toMatchObject(refused('unknown_corpus'));
      const foreign = { origin: 'https://registre.example' };
      await expect(say(registrarSaid, [ALICE, BOB], foreign)).rejects.toMatchObject(
        refused('statement_foreign'),
      );
      const late = { expires: '2027-04-01T12:00:00Z' };
      await expect(say(registrarSaid, [ALICE, BOB], late)).rejects.toMatchObject(
        refused('statement_expired'),
      );
      await expect(say(registrarSaid, [ALICE, BOB], { more: 1 })).rejects.toMatchObject(
        refused('statement_invalid'),
      );

      const request = statementOf(SITE, registrarSaid, [ALICE, BOB]);
      const changed = { ...request, statement: request.statement.replace('"R"', '"S"') };
      await expect(admin.enact(changed)).rejects.toMatchObject(refused('signature_invalid'));
      const asManifest = request.signatures.map((_, i) =>
        signStatement(request.statement, i ? BOB : ALICE, 'empreinte-manifest@v1'),
      );
      await expect(admin.enact({ ...request, signatures: asManifest })).rejects.toMatchObject(
        refused('signature_invalid'),
      );
      await expect(
        admin.issueToken({ scope: 'registrar', name: 'x', registrar: 'r' }),
      ).rejects.toMatchObject(refused('unknown_registrar'));
      const done = await admin.enact(request);
      expect(done).toMatchObject({ kind: 'registrar', required: 2, statement: request.statement });
      // A repeat, even with fewer signatures, is what was done then.
      expect(await admin.enact({ ...request, signatures: [] })).toEqual(done);
      const { token } = await admin.issueToken({ scope: 'registrar', name: 'x', registrar: 'r' });
      expect((await admin.holder(tokenDigest(token)))?.holder).toEqual({
        id: 'r',
        name: 'R',
        corpus: CORPUS,
        sshKey: lineOf(SEED),
      });
    });

    it('lets a token in until it expires or is revoked', async () => {
      const { admin } = await registryOf();
      const soon = new Date(now.getTime() + DAY_MS).toISOString();
      const one = await admin.issueToken({ scope: 'accredited', name: 'one', expires: soon });
      const two = await admin.issueToken({ scope: 'accredited', name: 'two' });
      const holder = (token: string) => admin.holder(tokenDigest(token));
      expect(await holder(one.token)).toMatchObject({ id: one.id, name: 'one', holder: null });
      expect(await admin.holder(tokenDigest('x'))).toBeNull();
      expect(JSON.stringify(await admin.tokens())).not.toContain(one.token);
      expect((await admin.tokens()).map(({ id }) => id)).toContain(two.id);
      const before = now;
      now = new Date(now.getTime() + DAY_MS);
      expect(await holder(one.token)).toBeNull();
      expect(await holder(two.token)).not.toBeNull();
      expect(await admin.revokeToken(two.id)).toMatchObject({ revoked_at: now.toISOString() });
      expect(await holder(two.token)).toBeNull();
      const first = now.toISOString();
      now = new Date(now.getTime() + DAY_MS);
      expect(await admin.revokeToken(two.id)).toMatchObject({ revoked_at: first });
      await expect(admin.revokeToken('tok_0')).rejects.toMatchObject(refused('unknown_token'));
      now = before;
      for (const expires of [now.toISOString(), '2030-01-01T00:00:00Z']) {
        await expect(
          admin.issueToken({ scope: 'admin', name: 'x', expires }),
        ).rejects.toMatchObject(refused('token_invalid'));
      }
      await expect(admin.issueToken({ scope: 'registrar', name: 'x' })).rejects.toMatchObject(
        refused('token_invalid'),
      );
      await expect(
        admin.issueToken({ scope: 'admin', name: 'x', registrar: 'r' }),
      ).rejects.toMatchObject(refused('token_invalid'));
    });

    it.each<[string, Uint8Array]>([
      ['a keyholder', CAROL],
      ["a registrar's key", SEED],
    ])('stops registration for %s alone, until two let it go on', async (_name, seed) => {
      const registry = await registryOf();
      const repeat = batchOf([filePrint(fresh())]);
      const first = await registry.register(repeat.request, repeat.digest, REGISTRAR);
      const freeze = await say({ kind: 'freeze', reason: 'Laptop stolen.' }, [seed]);
      const state = await registry.admin.governance();
      expect(state.threshold.frozen_since).toBe(freeze.at);
      expect(state.freeze).toMatchObject({ id: freeze.id, reason: 'Laptop stolen.' });
      const late = batchOf([filePrint(fresh())]);
      const send = () => registry.register(late.request, late.digest, REGISTRAR);
      await expect(send()).rejects.toMatchObject(refused('frozen'));
      await expect(say(registrarSaid, [ALICE, BOB])).rejects.toMatchObject(refused('frozen'));
      // What was answered before is answered again: it registers nothing.
      expect(await registry.register(repeat.request, repeat.digest, REGISTRAR)).toEqual(first);
      const unfreeze = { kind: 'unfreeze', freeze: freeze.id } as const;
      await expect(say(unfreeze, [seed])).rejects.toMatchObject({ code: /signature/ });
      await expect(
        say({ ...unfreeze, freeze: hash('another') }, [ALICE, BOB]),
      ).rejects.toMatchObject(refused('state_conflict'));
      await say(unfreeze, [ALICE, BOB]);
      expect((await registry.admin.governance()).freeze).toBeNull();
      expect((await send()).results[0]?.status).toBe('registered');
      await expect(say(unfreeze, [ALICE, BOB])).rejects.toMatchObject(refused('state_conflict'));
    });

    it('stops registration with the paper code', async () => {
      const { admin } = await registryOf();
      for (const wrong of ['', 'ABC235', '1BC234X']) {
        await expect(admin.freeze(wrong)).rejects.toMatchObject(refused('code_unknown'));
      }
      const { freeze } = await admin.freeze(' abc-234\n');
      expect(freeze).toMatchObject({ by: 'paper code', reason: null });
      expect((await admin.freeze('ABC234')).freeze).toEqual(freeze);
      await say({ kind: 'unfreeze', freeze: freeze?.id ?? '' }, [BOB, CAROL]);
    });

    it('withdraws a record for two keyholders', async () => {
      const registry = await registryOf();
      const [record = ''] = await registerAll(registry, [filePrint(fresh())]);
      const said = { kind: 'withdrawal', record: record ?? '', reason: 'A draft.' } as const;
      await expect(say(said, [BOB])).rejects.toMatchObject(refused('signature_required'));
      expect((await registry.record(record ?? '', 'address:x')).state).toBe('authentic');
      const rivals = await Promise.allSettled([say(said, [ALICE, BOB]), say(said, [BOB, CAROL])]);
      expect(rivals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const { state, events } = await registry.record(record ?? '', 'address:x');
      expect([state, events.map(({ reason }) => reason)]).toEqual(['withdrawn', ['A draft.']]);
    });

    it('shows what a corpus covers, as its registrar or a keyholder signs it', async () => {
      const registry = await registryOf();
      const said = (version: number, registered = 12) => ({
        kind: 'coverage' as const,
        corpus: CORPUS,
        version,
        mailboxes: ['presse@horizon.example'],
        folders: [],
        from: '2027-01-01',
        to: null,
        registered,
        not_covered: [{ what: 'Private mail', count: null }],
        since: '2027-03-31T22:00:00Z',
      });
      const shown = async () =>
        (await registry.corpora()).find(({ id }) => id === CORPUS)?.statement;
      expect(await shown()).toBeUndefined();
      await expect(say(said(2), [SEED])).rejects.toMatchObject(refused('state_conflict'));
      await expect(say(said(1), [new Uint8Array(32).fill(9)])).rejects.toMatchObject(
        refused('signature_invalid'),
      );
      await expect(say(said(1), [])).rejects.toMatchObject(refused('signature_required'));
      await expect(say({ ...said(1), corpus: 'nowhere' }, [ALICE])).rejects.toMatchObject(
        refused('unknown_corpus'),
      );
      const first = await say(said(1), [SEED]);
      const { kind: _k, corpus: _c, ...fields } = said(1);
      expect(await shown()).toEqual({
        ...fields,
        id: first.id,
        at: now.toISOString(),
        signed_by: ['registrar r'],
      });
      await expect(say(said(1, 13), [ALICE])).rejects.toMatchObject(refused('state_conflict'));
      await say(said(2, 14), [ALICE]);
      expect(await shown()).toMatchObject({ version: 2, registered: 14, signed_by: ['Holder 1'] });
      // Declaring the corpus again does not take away what was signed.
      await declare(registry);
      expect(await shown()).toMatchObject({ version: 2 });
      const { corpora, threshold } = await registry.check(
        { items: [{ sha256: hash(fresh()) }] },
        'x',
      );
      expect(corpora.consulted[0]?.statement).toMatchObject({ version: 2 });
      expect(threshold).toEqual({ required: 2, of: 3, frozen_since: null });
    });

    it('changes keyholders in a chain that cannot be rolled back', async () => {
      const { admin } = await registryOf();
      const { statement } = await admin.governance();
      const alone = (previous: string | null) => keyholdersOf([BOB], 1, previous);
      await expect(say(alone(null), [ALICE, BOB])).rejects.toMatchObject(refused('state_conflict'));
      await expect(say(alone(statement), [BOB])).rejects.toMatchObject(
        refused('signature_required'),
      );
      const second = await say(alone(statement), [ALICE, CAROL]);
      await expect(say(alone(statement), [BOB])).rejects.toMatchObject(refused('state_conflict'));
      await expect(say(alone(second.id), [ALICE])).rejects.toMatchObject(
        refused('signature_invalid'),
      );
      // The way back for who has lost every admin token: the bootstrap token and the threshold.
      const third = statementOf(SITE, keyholdersOf([ALICE, BOB], 1, second.id), [BOB]);
      const { token } = await admin.bootstrap(third);
      expect(await admin.holder(tokenDigest(token.token))).toMatchObject({ scope: 'admin' });
      await expect(admin.bootstrap(third)).rejects.toMatchObject(refused('state_conflict'));
    });

    it('keeps all that was signed, in its order', async () => {
      const { admin } = await registryOf();
      const { statements, cursor } = await admin.statements(null, 100);
      expect(statements.map(({ kind }) => kind)).toEqual([
        'keyholders',
        'registrar',
        'freeze',
        'unfreeze',
        'freeze',
        'unfreeze',
        'unfreeze',
        'withdrawal',
        'coverage',
        'coverage',
        'keyholders',
        'keyholders',
      ]);
      expect(cursor).toBeNull();
      const pages: (typeof statements)[] = [];
      for (let after: string | null = null; pages.length < 9; ) {
        const page = await admin.statements(after, 5);
        pages.push(page.statements);
        after = page.cursor;
        if (after === null) break;
      }
      expect(pages.map(({ length }) => length)).toEqual([5, 5, 2]);
      expect(pages.flat()).toEqual(statements);
      for (const one of statements) {
        expect(one.id).toBe(hash(one.statement));
        expect(await admin.statement(one.id)).toEqual(one);
      }
      await expect(admin.statement(hash('x'))).rejects.toMatchObject(refused('unknown_statement'));
    });
  });
}
