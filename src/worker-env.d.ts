/** Bindings and secrets of the Worker, as wrangler.toml and .dev.vars declare them. */
interface Env {
  readonly DB: D1Database;
  readonly ENTRIES: R2Bucket;
  /** Mirror of the log's full tiles. */
  readonly LOG: R2Bucket;
  readonly SEQUENCER: DurableObjectNamespace<import('./storage/sequencer.ts').Sequencer>;
  readonly QUOTA: DurableObjectNamespace<import('./storage/quota.ts').Quota>;
  readonly CANARY: DurableObjectNamespace<import('./storage/canary.ts').Canary>;
  readonly COMPACTOR: DurableObjectNamespace<import('./storage/compactor.ts').Compactor>;
  readonly WATCHES: DurableObjectNamespace<import('./storage/watches.ts').Watches>;
  readonly ASSETS: Fetcher;
  /** Rate limit of an address, in place of the count that each isolate keeps. */
  readonly FLOOD?: RateLimit;
  /** Counts of requests and verdicts, without anything that callers sent. */
  readonly METRICS?: AnalyticsEngineDataset;
  /** When this version was uploaded. */
  readonly VERSION?: WorkerVersionMetadata;
  /** `true` logs a line for each request: id, route, status, time. */
  readonly LOG_REQUESTS?: string;
  /** Whom to tell of a vulnerability: `mailto:` or `https:` addresses, separated by commas. */
  readonly SECURITY_CONTACT?: string;
  /** HMAC keys of look-up keys, `id:base64` separated by commas, newest first. */
  readonly LOOKUP_KEYS: string;
  /** AES-256 keys of sealed values, `id:base64` separated by commas, newest first. */
  readonly SEAL_KEYS: string;
  /** Ed25519 private keys of the public log, base64 of PKCS #8, separated by commas, newest first. */
  readonly LOG_KEYS?: string;
  /** Witnesses of the log and their quorum, C2SP tlog-policy. */
  readonly LOG_POLICY?: string;
  /** Address of an RFC 3161 authority that timestamps the log's checkpoints; empty for none. */
  readonly TSA_URL?: string;
  /** Ed25519 private keys of receipts, base64 of PKCS #8, separated by commas, newest first. */
  readonly RECEIPT_KEYS?: string;
  /** Hex SHA-256 of the one-time bootstrap token; without it no keyholders can be named. */
  readonly BOOTSTRAP_TOKEN_SHA256?: string;
  /**
   * Origin and environment that signed manifests must name; without them nothing is registered. The
   * origin names the log too.
   */
  readonly ORIGIN?: string;
  /** `production`, `staging` or `local`. */
  readonly ENVIRONMENT?: string;
  /** The operator's notice above every answer of the page, in French and English. */
  readonly NOTICE_FR?: string;
  readonly NOTICE_EN?: string;
  /** `paid` or `free`: the account's plan, as the operator states it. */
  readonly PLAN?: string;
  /** `true` lets replicas of the database answer what a check asks after its first request. */
  readonly READ_REPLICAS?: string;
  /** `true` while a backup is restored: nothing else is answered. */
  readonly RESTORE?: string;
  /** DNS over HTTPS (JSON form) asked before each webhook; without it nobody is asked. */
  readonly WATCH_RESOLVER?: string;
  /** `true` lets webhooks go to this machine, where ENVIRONMENT is `local`. */
  readonly WATCH_LOOPBACK?: string;
  /** `false` closes POST /v1/files. */
  readonly FILES_ENABLED?: string;
}

/** Wrangler and vitest hand over modules of this name compiled. */
declare module '*.wasm' {
  const module: WebAssembly.Module;
  export default module;
}

declare namespace Cloudflare {
  interface Env extends globalThis.Env {}
}
