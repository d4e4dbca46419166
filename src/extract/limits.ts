/**
 * Limits on hostile input, each named after the attack it stops. Figures are for the CLI
 * and the page; `WORKER_LIMITS` are for the few formats that the Worker reads itself.
 */
export interface Limits {
  /** A file larger than this is not read at all, bytes. */
  readonly maxInputBytes: number;
  /** Zip bomb: one decompressed member, bytes. */
  readonly maxMemberBytes: number;
  /** Zip bomb: all decompressed members of one submission together, bytes. */
  readonly maxTotalBytes: number;
  /** Zip bomb: decompressed over compressed size of a member of more than 1 MiB. */
  readonly maxRatio: number;
  /** Zip of many: members of one archive. */
  readonly maxMembers: number;
  /** Archive in archive in archive. */
  readonly maxArchiveDepth: number;
  /** 300,000 nested tags. */
  readonly maxXmlDepth: number;
  /** Text of one part, UTF-16 code units. */
  readonly maxTextLength: number;
  /** 20,000-deep multipart. */
  readonly maxMimeDepth: number;
  /** Mail in mail in mail. */
  readonly maxMailDepth: number;
  /** Parts of one submission together. */
  readonly maxParts: number;
  readonly maxPdfPages: number;
}

const MiB = 1024 * 1024;

export const LOCAL_LIMITS: Limits = {
  maxInputBytes: 100 * MiB,
  maxMemberBytes: 64 * MiB,
  maxTotalBytes: 256 * MiB,
  maxRatio: 200,
  maxMembers: 20_000,
  maxArchiveDepth: 3,
  maxXmlDepth: 512,
  maxTextLength: 32 * MiB,
  maxMimeDepth: 64,
  maxMailDepth: 16,
  maxParts: 2000,
  maxPdfPages: 500,
};

/** 128 MB isolates: a member and what is parsed from it must fit several times over. */
export const WORKER_LIMITS: Limits = {
  ...LOCAL_LIMITS,
  maxInputBytes: 5 * MiB,
  maxMemberBytes: 8 * MiB,
  maxTotalBytes: 24 * MiB,
  maxTextLength: 4 * MiB,
  maxParts: 500,
};
