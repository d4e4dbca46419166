import type {
  AdminStore,
  Effect,
  FreezeState,
  Governance,
  HeldToken,
  StoredStatement,
} from '../registry/admin-store.ts';
import type { Keyholder, TokenInfo } from '../registry/contract.ts';
import { frozen } from '../registry/statements.ts';
import type { Registrar } from '../registry/store.ts';

const TOKEN_COLUMNS =
  't.id, t.scope, t.name, t.registrar, t.created_at, t.expires_at, t.revoked_at';
const REGISTRAR_COLUMNS = 'id, name, corpus, ssh_key AS sshKey';

const STATEMENTS = 'SELECT *, (SELECT witnessed FROM log_head) AS witnessed FROM statement';

interface GovernanceRow {
  readonly statement: string;
  readonly required: number;
  /** JSON of `Keyholder`s. */
  readonly keys: string;
  readonly freeze_code_sha256: string | null;
  /** JSON of a `FreezeState`. */
  readonly freeze: string | null;
}

interface StatementRow {
  readonly number: number;
  readonly id: string;
  readonly kind: StoredStatement['kind'];
  readonly text: string;
  readonly signatures: string;
  readonly signed_by: string;
  readonly required: number;
  readonly at: string;
  readonly log_index: number;
  /** How much of the log is witnessed. */
  readonly witnessed: number | null;
}

/** Tokens, registrars, keyholders and statements in D1; all of it is read on each request. */
export function d1Admin(db: D1Database): AdminStore {
  return {
    async addToken(token) {
      await db
        .prepare(
          `INSERT INTO token (sha256, id, scope, name, registrar, created_at, expires_at)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
        )
        .bind(
          token.sha256,
          token.id,
          token.scope,
          token.name,
          token.registrar,
          token.created_at,
          token.expires_at,
        )
        .run();
    },
    async token(sha256) {
      const row = await db
        .prepare(
          `SELECT ${TOKEN_COLUMNS}, r.name AS holder, r.corpus, r.ssh_key
          FROM token t LEFT JOIN registrar r ON r.id = t.registrar WHERE t.sha256 = ?1`,
        )
        .bind(sha256)
        .first<TokenInfo & { holder: string | null; corpus: string; ssh_key: string }>();
      return row && toHeld(row);
    },
    async tokens() {
      const { results } = await db
        .prepare(`SELECT ${TOKEN_COLUMNS} FROM token t ORDER BY created_at DESC, id`)
        .all<TokenInfo>();
      return results;
    },
    async revokeToken(id, at) {
      return db
        .prepare(
          `UPDATE token AS t SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1
          RETURNING ${TOKEN_COLUMNS.replaceAll('t.', '')}`,
        )
        .bind(id, at)
        .first<TokenInfo>();
    },
    async registrar(id) {
      return db
        .prepare(`SELECT ${REGISTRAR_COLUMNS} FROM registrar WHERE id = ?1`)
        .bind(id)
        .first<Registrar>();
    },
    async registrars() {
      const { results } = await db
        .prepare(`SELECT ${REGISTRAR_COLUMNS} FROM registrar ORDER BY id`)
        .all<Registrar>();
      return results;
    },
    async governance() {
      const row = await db.prepare('SELECT * FROM governance').first<GovernanceRow>();
      return row && toGovernance(row);
    },
    async statement(id) {
      const row = await db.prepare(`${STATEMENTS} WHERE id = ?1`).bind(id).first<StatementRow>();
      return row && toStatement(row);
    },
    async statements(after, limit) {
      const { results } = await db
        .prepare(`${STATEMENTS} WHERE number > ?1 ORDER BY number LIMIT ?2`)
        .bind(after, limit)
        .all<StatementRow>();
      return results.map((row) => ({ ...toStatement(row), number: row.number }));
    },
    async enact(statement, effect) {
      const { id, slot, kind, text, signatures, signedBy, required, at, log } = statement;
      const insert = db
        .prepare(
          `INSERT OR IGNORE INTO statement
            (id, slot, kind, text, signatures, signed_by, required, at, log_index)
          SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE ?3 <> 'registrar' OR ${NOT_FROZEN}`,
        )
        .bind(
          id,
          slot,
          kind,
          text,
          JSON.stringify(signatures),
          JSON.stringify(signedBy),
          required,
          at,
          log.index,
        );
      await db.batch([insert, ...effectOf(db, statement, effect)]);
      const kept = await db.prepare('SELECT 1 FROM statement WHERE id = ?1').bind(id).first();
      return kept !== null;
    },
    async freeze(freeze) {
      await db
        .prepare('UPDATE governance SET freeze = ?1 WHERE freeze IS NULL')
        .bind(JSON.stringify(freeze))
        .run();
    },
  };
}

/** Condition of a statement that a freeze stops. */
export const NOT_FROZEN = 'NOT EXISTS (SELECT 1 FROM governance WHERE freeze IS NOT NULL)';

/** @throws RegistryError `frozen` */
export async function requireNoFreeze(db: D1Database): Promise<void> {
  const at = await db.prepare(`SELECT freeze ->> 'at' AS at FROM governance`).first<string>('at');
  if (at) throw frozen(at);
}

/** Nothing follows from a statement that is not kept. */
const KEPT = 'EXISTS (SELECT 1 FROM statement WHERE id = ?1)';

function effectOf(
  db: D1Database,
  { id, at, log }: StoredStatement,
  effect: Effect,
): D1PreparedStatement[] {
  switch (effect.kind) {
    case 'keyholders': {
      const { required, keys, freezeCodeSha256 } = effect.governance;
      return [
        db
          .prepare(
            `INSERT INTO governance (one, statement, required, keys, freeze_code_sha256)
            SELECT 1, ?1, ?2, ?3, ?4 WHERE ${KEPT}
            ON CONFLICT (one) DO UPDATE SET statement = ?1, required = ?2, keys = ?3,
              freeze_code_sha256 = ?4`,
          )
          .bind(id, required, JSON.stringify(keys), freezeCodeSha256),
      ];
    }
    case 'registrar': {
      const { id: name, name: title, corpus, sshKey } = effect.registrar;
      return [
        db
          .prepare(
            `INSERT INTO registrar (id, name, corpus, ssh_key) SELECT ?2, ?3, ?4, ?5 WHERE ${KEPT}
            ON CONFLICT (id) DO UPDATE SET name = ?3, corpus = ?4, ssh_key = ?5`,
          )
          .bind(id, name, title, corpus, sshKey),
      ];
    }
    case 'withdrawal': {
      const { ref, reason } = effect;
      return [
        db
          .prepare(
            `UPDATE record SET state = 'withdrawn', withdrawn_at = ?3
            WHERE ref = ?2 AND state = 'live' AND ${KEPT}`,
          )
          .bind(id, ref, at),
        db
          .prepare(
            `INSERT OR IGNORE INTO event (record, kind, at, registrar, reason, log_index)
            SELECT ?2, 'withdrawn', ?3, ?1, ?4, ?5 WHERE ${KEPT}`,
          )
          .bind(id, ref, at, reason, log.index),
      ];
    }
    case 'freeze':
      return [
        db
          .prepare(`UPDATE governance SET freeze = ?2 WHERE freeze IS NULL AND ${KEPT}`)
          .bind(id, JSON.stringify(effect.freeze)),
      ];
    case 'coverage':
      return [
        db
          .prepare(`UPDATE corpus SET statement = ?3 WHERE id = ?2 AND ${KEPT}`)
          .bind(id, effect.corpus, JSON.stringify(effect.coverage)),
      ];
    case 'unfreeze':
      return [db.prepare(`UPDATE governance SET freeze = NULL WHERE ${KEPT}`).bind(id)];
  }
}

function toHeld({
  holder,
  corpus,
  ssh_key,
  ...info
}: TokenInfo & { holder: string | null; corpus: string; ssh_key: string }): HeldToken {
  const registrar =
    info.registrar !== null && holder !== null
      ? { id: info.registrar, name: holder, corpus, sshKey: ssh_key }
      : null;
  return { ...info, holder: registrar };
}

function toGovernance(row: GovernanceRow): Governance {
  return {
    statement: row.statement,
    required: row.required,
    keys: JSON.parse(row.keys) as Keyholder[],
    freezeCodeSha256: row.freeze_code_sha256,
    freeze: row.freeze === null ? null : (JSON.parse(row.freeze) as FreezeState),
  };
}

function toStatement(row: StatementRow): StoredStatement {
  const { id, kind, text, required, at, log_index: index } = row;
  return {
    id,
    kind,
    text,
    required,
    at,
    log: { index, witnessed: index < (row.witnessed ?? 0) },
    signatures: JSON.parse(row.signatures) as string[],
    signedBy: JSON.parse(row.signed_by) as StoredStatement['signedBy'],
  };
}
