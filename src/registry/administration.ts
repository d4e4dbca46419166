import type { HeldToken } from './admin-store.ts';
import type {
  BootstrapAnswer,
  CorpusRequest,
  GovernanceAnswer,
  StatementAnswer,
  StatementRequest,
  StatementsAnswer,
  TokenAnswer,
  TokenInfo,
  TokenRequest,
} from './contract.ts';
import { RegistryError } from './errors.ts';
import { freezeByCode, governanceAnswer, statementsPage } from './governance.ts';
import type { Site } from './manifest.ts';
import { bootstrap, enactStatement, statementAnswer } from './statements.ts';
import type { Store } from './store.ts';
import { holderOf, issueToken, revokeToken } from './tokens.ts';

/** Who may do what, and what was signed. Errors are those of the functions behind. */
export interface Administration {
  /** @param sha256 lower-case hex SHA-256 of the token */
  holder(sha256: string): Promise<HeldToken | null>;
  /**
   * Names the keyholders and makes an admin token. Once there are keyholders, the threshold of
   * them signs: the way back when every admin token is lost. A repeat is refused.
   */
  bootstrap(request: StatementRequest): Promise<BootstrapAnswer>;
  issueToken(request: TokenRequest): Promise<TokenAnswer>;
  tokens(): Promise<TokenInfo[]>;
  revokeToken(id: string): Promise<TokenInfo>;
  /** Declares or changes a corpus. */
  putCorpus(id: string, corpus: CorpusRequest): Promise<void>;
  enact(request: StatementRequest): Promise<StatementAnswer>;
  /** @throws RegistryError `unknown_statement` */
  statement(id: string): Promise<StatementAnswer>;
  /** @param cursor of the page before it, null for the first */
  statements(cursor: string | null, limit: number): Promise<StatementsAnswer>;
  governance(): Promise<GovernanceAnswer>;
  freeze(code: string): Promise<GovernanceAnswer>;
}

export function createAdministration(
  store: Store,
  clock: () => Date,
  site: Site | null,
): Administration {
  return {
    holder: (sha256) => holderOf(store, clock(), sha256),
    async bootstrap(request) {
      const statement = await bootstrap(store, clock(), request, site);
      const token = await issueToken(store, clock(), { scope: 'admin', name: 'bootstrap' });
      return { statement, token };
    },
    issueToken: (request) => issueToken(store, clock(), request),
    tokens: () => store.tokens(),
    revokeToken: (id) => revokeToken(store, clock(), id),
    putCorpus: (id, corpus) => store.putCorpus(id, corpus),
    enact: (request) => enactStatement(store, clock(), request, site),
    async statement(id) {
      const stored = await store.statement(id);
      if (!stored) throw new RegistryError('unknown_statement', 'No such statement.');
      return statementAnswer(stored);
    },
    statements: (cursor, limit) => statementsPage(store, cursor, limit),
    governance: () => governanceAnswer(store, site),
    freeze: (code) => freezeByCode(store, clock(), code, site),
  };
}
