import { type FileLesson, FileMemory } from './file-memory.ts';
import type { BytesPrint, ContentPrint } from './profile.ts';

/**
 * What was printed before, so that equal bytes and texts are not digested again: alternatives of a
 * mail are often one text, mails carry the same logos, attachments and signatures, and quote each other. It changes no print.
 *
 * Who reads the files of several people has one for each: how long a print takes tells what is in it.
 */
export interface PrintMemory {
  /** By SHA-256; the one met longest ago first. */
  readonly bytes: Map<string, BytesPrint>;
  /** By what they were made of (`text-print.ts`); the one met longest ago first. */
  readonly texts: Map<string, TextPrint>;
  /** Whole files that take long to read. */
  readonly files: FileMemory;
  readonly teach: (lesson: Lesson) => void;
  /** Whether prints are those that a check sends (`asked.ts`). */
  readonly asks: boolean;
}

/** What follows from the canonical strings alone. */
export interface TextPrint {
  readonly text: Pick<
    ContentPrint,
    'words' | 'body' | 'body_joined' | 'bag' | 'ssdeep' | 'tlsh' | 'bands' | 'sketch'
  >;
  readonly entries: Uint16Array;
}

/** What one process tells another, so that it need not read or digest the same bytes. */
export type Lesson = FileLesson | BytesPrint;

/**
 * @param teach told what takes long and is new, for others to learn
 * @param asks whether prints are those that a check sends; who teaches and who learns make the same
 */
export function printMemory(teach: (lesson: Lesson) => void = () => {}, asks = false): PrintMemory {
  return { bytes: new Map(), texts: new Map(), files: new FileMemory(teach), teach, asks };
}

/** @param limits under which the lesson was read, and files are read here */
export function learn({ bytes, files }: PrintMemory, lesson: Lesson, limits: object): void {
  if ('key' in lesson) files.learn(lesson, limits);
  else bytes.set(lesson.sha256, lesson);
}
