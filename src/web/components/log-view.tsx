/** @jsxImportSource hono/jsx */
import type { Corpus, GovernanceAnswer, KeysAnswer } from '../../registry/contract.ts';
import type { LogSummary } from '../../registry/log-summary.ts';
import { GO_PROGRAM, goCommands, toolCommands, witnessCommands } from '../audit-commands.ts';
import type { Catalogue } from '../locales/index.ts';
import type { LogWords } from '../locales/log.ts';
import { Stated } from './coverage.tsx';
import { Growth } from './growth.tsx';

/** All that the auditor's page shows. */
export interface LogFacts {
  readonly summary: LogSummary;
  /** UTC instant at which it was read. */
  readonly at: string;
  readonly corpora: readonly Corpus[];
  /** Entry of each signed statement of coverage in the log, by the statement's id. */
  readonly entries: Readonly<Record<string, number>>;
  readonly receiptKeys: KeysAnswer['receipts'];
  /** Null for a registry that nobody has set up. */
  readonly governance: GovernanceAnswer | null;
}

/** The page for whoever would rather check than believe; works without scripts. */
export function LogView({
  t,
  words,
  facts,
  origin,
}: {
  t: Catalogue;
  words: LogWords;
  /** Null when the log does not answer. */
  facts: LogFacts | null;
  /** Address of this site. */
  origin: string;
}) {
  return (
    <div class="corner">
      <header>
        <h1>{words.heading}</h1>
        <p class="lead">{words.lead}</p>
      </header>
      {facts === null ? (
        <p class="fault">{words.silent}</p>
      ) : (
        <div class="columns">
          <div>
            <Witnesses t={t} words={words} summary={facts.summary} />
            <Growth t={t} words={words} growth={facts.summary.growth} until={facts.at} />
            <Statements t={t} words={words} facts={facts} />
          </div>
          <div>
            <Checkpoint t={t} words={words} summary={facts.summary} />
            <Keys t={t} words={words} facts={facts} />
            <How words={words} origin={origin} logKey={facts.summary.keys.keys[0] ?? ''} />
          </div>
        </div>
      )}
    </div>
  );
}

function Witnesses({ t, words, summary }: { t: Catalogue; words: LogWords; summary: LogSummary }) {
  const { witnesses, witnessed, keys } = summary;
  const seen = witnesses.filter(({ cosignedAt }) => cosignedAt !== null).length;
  return (
    <section class="sec" aria-labelledby="witnesses-t">
      <h2 id="witnesses-t">{words.witnesses}</h2>
      <p class="state">
        <b>{witnessed ? words.witnessed : words.unwitnessed}.</b>{' '}
        {witnessed ? words.witnessedWhy : words.unwitnessedWhy}
      </p>
      {witnesses.length === 0 ? (
        <p>{words.noWitness}</p>
      ) : (
        <>
          <p>{words.seen(seen, witnesses.length)}</p>
          <table>
            <caption class="vh">{words.witnesses}</caption>
            <thead>
              <tr>
                <th scope="col">{words.witness}</th>
                <th scope="col">{words.cosigned}</th>
              </tr>
            </thead>
            <tbody>
              {witnesses.map(({ name, cosignedAt }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td class="num">
                    {cosignedAt === null ? words.notYet : t.format.instant(cosignedAt)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <details>
            <summary>{words.policy}</summary>
            <Exact label={words.policy} text={keys.policy} />
          </details>
        </>
      )}
    </section>
  );
}

function Statements({ t, words, facts }: { t: Catalogue; words: LogWords; facts: LogFacts }) {
  return (
    <section class="sec" aria-labelledby="coverage-t">
      <h2 id="coverage-t">{words.coverage}</h2>
      {facts.corpora.length === 0 && <p>{words.noCorpus}</p>}
      {facts.corpora.map((corpus) => {
        const { statement } = corpus;
        const index = statement && facts.entries[statement.id];
        return (
          <div class="corpus" key={corpus.id}>
            <h3>{corpus.title}</h3>
            <p class="muted">{t.coverage.records(corpus.records, corpus.registrant)}</p>
            <p class="said">{corpus.coverage === '' ? words.nothingSaid : corpus.coverage}</p>
            {statement === undefined ? (
              <p>{words.nothingSigned}</p>
            ) : (
              <>
                <Stated t={t} stated={statement} />
                <p>
                  {index !== undefined && `${words.inLog(index)}. `}
                  <a href={`/v1/statements/${statement.id}`}>{words.read}</a>
                </p>
              </>
            )}
          </div>
        );
      })}
    </section>
  );
}

function Checkpoint({ t, words, summary }: { t: Catalogue; words: LogWords; summary: LogSummary }) {
  const { text, origin, size, root } = summary.checkpoint;
  const last = summary.growth.at(-1);
  return (
    <section class="sec" aria-labelledby="checkpoint-t">
      <h2 id="checkpoint-t">{words.checkpoint}</h2>
      <Exact label={words.checkpointText} text={text} />
      <dl class="pairs">
        <Pair term={words.origin} value={origin} mono />
        <Pair term={words.count} value={words.entries(size)} />
        <Pair term={words.root} value={root} mono />
        {last && <Pair term={words.last} value={t.format.instant(last.at)} />}
      </dl>
      <p>
        <a href="/log/checkpoint">{words.open}</a>
      </p>
    </section>
  );
}

function Keys({ t, words, facts }: { t: Catalogue; words: LogWords; facts: LogFacts }) {
  const { summary, receiptKeys, governance } = facts;
  return (
    <section class="sec" aria-labelledby="keys-t">
      <h2 id="keys-t">{words.keys}</h2>
      <p class="hint">{words.keysHint}</p>
      <dl class="pairs">
        {summary.keys.keys.map((key) => (
          <Pair key={key} term={words.logKey} value={key} mono />
        ))}
        {receiptKeys.map(({ kid }) => (
          <Pair key={kid} term={words.receiptKey} value={kid} mono />
        ))}
        {receiptKeys.length === 0 && <Pair term={words.receiptKey} value={words.noReceipts} />}
        {summary.witnesses.map(({ key }) => (
          <Pair key={key} term={words.witness} value={key} mono />
        ))}
        {governance?.keys.map(({ name, key }) => (
          <Pair key={key} term={`${words.holder}, ${name}`} value={key} mono />
        ))}
      </dl>
      {governance && <p>{words.holders(governance.threshold.required, governance.threshold.of)}</p>}
      {governance?.freeze && (
        <p class="fault">{words.frozen(t.format.instant(governance.freeze.at))}</p>
      )}
    </section>
  );
}

function How({ words, origin, logKey }: { words: LogWords; origin: string; logKey: string }) {
  return (
    <section class="sec" aria-labelledby="how-t">
      <h2 id="how-t">{words.how}</h2>
      <h3>{words.byTool}</h3>
      <p class="hint">{words.byToolHint}</p>
      <Exact label={words.byTool} text={toolCommands(origin)} />
      <h3>{words.byGo}</h3>
      <details>
        <summary>verify.go</summary>
        {/* Code would be unreadable in broken lines: it scrolls, and so takes the focus. */}
        <section class="exact" tabindex={0} aria-label="verify.go">
          <pre>{GO_PROGRAM}</pre>
        </section>
      </details>
      <p class="hint">{words.byGoHint}</p>
      <p class="hint">{words.byGoCommands}</p>
      <Exact label={words.byGo} text={goCommands(origin, logKey)} />
      <h3>{words.asWitness}</h3>
      <p class="hint">{words.asWitnessHint}</p>
      <Exact label={words.asWitness} text={witnessCommands(logKey)} />
      <p class="hint">{words.formats}</p>
    </section>
  );
}

function Pair({
  term,
  value,
  mono,
}: {
  term: string;
  value: string;
  mono?: boolean;
  key?: string;
}) {
  return (
    <div>
      <dt>{term}</dt>
      <dd class={mono ? 'mono' : ''}>{value}</dd>
    </div>
  );
}

/** Text to be copied as it is; its lines are few, and all of them can be read. */
function Exact({ label, text }: { label: string; text: string }) {
  return (
    <section class="exact wraps" aria-label={label}>
      <pre>{text}</pre>
    </section>
  );
}
