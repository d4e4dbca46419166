import type {
  AdminStore,
  Effect,
  FreezeState,
  Governance,
  NewStatement,
  NewToken,
} from '../registry/admin-store.ts';
import type { Coverage } from '../registry/contract.ts';
import type { Ref, Registrar } from '../registry/store.ts';

/**
 * Tokens, registrars, keyholders and statements in memory.
 *
 * @param withdraw marks a record as withdrawn
 * @param cover notes what a corpus covers
 */
export function memoryAdmin(
  withdraw: (ref: Ref, reason: string, by: NewStatement) => void,
  cover: (corpus: string, coverage: Coverage) => void,
): AdminStore & { frozen(): FreezeState | null } {
  const tokens = new Map<string, NewToken>();
  const registrars = new Map<string, Registrar>();
  const statements: NewStatement[] = [];
  let governance: Governance | null = null;

  function apply(effect: Effect, by: NewStatement): void {
    switch (effect.kind) {
      case 'keyholders':
        governance = { ...effect.governance, freeze: governance?.freeze ?? null };
        break;
      case 'registrar':
        registrars.set(effect.registrar.id, effect.registrar);
        break;
      case 'withdrawal':
        withdraw(effect.ref, effect.reason, by);
        break;
      case 'coverage':
        cover(effect.corpus, effect.coverage);
        break;
      case 'freeze':
      case 'unfreeze': {
        const freeze = effect.kind === 'freeze' ? effect.freeze : null;
        if (governance) governance = { ...governance, freeze };
      }
    }
  }

  return {
    frozen: () => governance?.freeze ?? null,
    async addToken(token) {
      tokens.set(token.sha256, token);
    },
    async token(sha256) {
      const token = tokens.get(sha256);
      if (!token) return null;
      const { sha256: _digest, ...info } = token;
      return { ...info, holder: registrars.get(info.registrar ?? '') ?? null };
    },
    async tokens() {
      const held = [...tokens.values()].map(({ sha256: _digest, ...info }) => info);
      return held.sort((a, b) =>
        a.created_at === b.created_at
          ? a.id < b.id
            ? -1
            : 1
          : a.created_at < b.created_at
            ? 1
            : -1,
      );
    },
    async revokeToken(id, at) {
      for (const [sha256, token] of tokens) {
        if (token.id !== id) continue;
        const revoked = { ...token, revoked_at: token.revoked_at ?? at };
        tokens.set(sha256, revoked);
        const { sha256: _digest, ...info } = revoked;
        return info;
      }
      return null;
    },
    async registrar(id) {
      return registrars.get(id) ?? null;
    },
    async registrars() {
      return [...registrars.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async governance() {
      return governance;
    },
    async statement(id) {
      return statements.find((one) => one.id === id) ?? null;
    },
    async statements(after, limit) {
      return statements.map((one, i) => ({ ...one, number: i + 1 })).slice(after, after + limit);
    },
    async enact(statement, effect) {
      const same = statements.some(({ id }) => id === statement.id);
      if (!same && statements.some(({ slot }) => slot === statement.slot)) return false;
      if (same) return true;
      if (effect.kind === 'registrar' && governance?.freeze) return false;
      statements.push(statement);
      apply(effect, statement);
      return true;
    },
    async freeze(freeze) {
      if (governance && !governance.freeze) governance = { ...governance, freeze };
    },
  };
}
