/** @jsxImportSource hono/jsx/dom */
import { useEffect, useState } from 'hono/jsx/dom';
import { safeText } from '../../client/safe-text.ts';
import type { Fingerprint } from '../../fingerprint/profile.ts';
import { useDropTarget } from './drop-target.ts';
import { type Chosen, takePicked } from './intake.ts';
import { FileReaderPool } from './reader.ts';
import {
  type FileHere,
  isKept,
  type Judged,
  judge,
  keptReport,
  keysOfPage,
  type Pinned,
  pinsFrom,
  type ReportHere,
  reportFrom,
} from './verify-state.ts';
import type { VerifyWords } from './verify-words.ts';

type Fault = keyof VerifyWords['fault'];

/** Takes a report, the file and keys by drop or button, and shows what is proven. */
export function VerifyView({ words, keys }: { words: VerifyWords; keys: string | undefined }) {
  const [reader] = useState(() => new FileReaderPool());
  const [report, setReport] = useState<ReportHere | null>(null);
  const [file, setFile] = useState<FileHere | null>(null);
  const [pinned, setPinned] = useState<Pinned | null>(null);
  const [judged, setJudged] = useState<readonly Judged[] | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);

  const during = async (work: () => Promise<Fault | null>, otherwise: Fault) => {
    setBusy(true);
    setFault(null);
    try {
      setFault(await work());
    } catch {
      setFault(otherwise);
    }
    setBusy(false);
  };
  const takeKept = async () => {
    setReport(await keptReport(location.hash));
    return null;
  };
  const takeReport = (chosen: File) =>
    during(async () => {
      const found = await reportFrom(chosen);
      if (countOf(found) === 0) return 'receipts';
      setReport(found);
      return null;
    }, 'report');
  const takeFile = (chosen: File) =>
    during(async () => {
      // What was shown was about another file.
      setFile(null);
      const read = await reader.read(chosen);
      if (read.kind === 'unread') return 'file';
      const fingerprint: Fingerprint = JSON.parse(read.print.json);
      const entriesOf = async (path: string) => {
        const reply = await reader.ask({ kind: 'entries', file: chosen, path });
        const same = reply.kind === 'entries' && reply.sha256 === fingerprint.bytes.sha256;
        return same ? reply.entries : null;
      };
      setFile({ name: safeText(chosen.name), fingerprint, entriesOf });
      return null;
    }, 'file');
  const takePins = (chosen: File) =>
    during(async () => {
      setPinned(await pinsFrom(chosen));
      return null;
    }, 'pins');
  /** A report and pinned keys are known by what they are; all else is the file. */
  const takeDropped = async (listing: Promise<Chosen[]>) => {
    for (const { file: chosen } of await listing) {
      const keysIn = await pinsFrom(chosen).catch(() => null);
      const reportIn = keysIn ? null : await reportFrom(chosen).catch(() => null);
      if (keysIn) setPinned(keysIn);
      else if (reportIn) await takeReport(chosen);
      else await takeFile(chosen);
    }
  };
  const over = useDropTarget((listing) => void takeDropped(listing));

  useEffect(() => {
    if (isKept(location.hash)) void during(takeKept, 'kept');
    void keysOfPage(keys).then(setPinned, () => setFault('pins'));
  }, []);
  useEffect(() => {
    let late = false;
    setJudged(null);
    if (report && pinned) {
      judge(report, pinned, file).then(
        (found) => {
          if (!late) setJudged(found);
        },
        () => setFault('browser'),
      );
    }
    return () => {
      late = true;
    };
  }, [report, pinned, file]);

  return (
    <>
      <section class={`drop verify-drop${over ? ' over' : ''}`} aria-label={words.over}>
        <div class="needed">
          <Pick label={words.chooseReport} take={takeReport} />
          <p>
            {report ? words.report(report.name, countOf(report), report.without) : words.noReport}
          </p>
          <Pick label={words.chooseFile} take={takeFile} />
          <p>{file ? words.file(file.name) : words.noFile}</p>
          <Pick label={words.choosePins} take={takePins} />
          <p>{pinnedText(words, pinned)}</p>
        </div>
        <p role="status">{busy ? words.reading : ''}</p>
        {fault && <p class="fault">{words.fault[fault]}</p>}
      </section>
      {judged && <Results words={words} judged={judged} withFile={file !== null} />}
      <Keys words={words} pinned={pinned} />
    </>
  );
}

function pinnedText(words: VerifyWords, pinned: Pinned | null): string {
  if (pinned === null) return words.noKeys;
  return pinned.name === null ? words.keysOfPage : words.keysFrom(pinned.name);
}

const countOf = ({ kept, comparisons }: ReportHere) => kept.length + comparisons.length;

function Pick({ label, take }: { label: string; take: (file: File) => Promise<void> }) {
  const open = () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.addEventListener('change', () => {
      const [chosen] = takePicked(input.files);
      if (chosen) void take(chosen.file);
    });
    input.click();
  };
  return (
    <button class="btn" type="button" onClick={open}>
      {label}
    </button>
  );
}

function Results({
  words,
  judged,
  withFile,
}: {
  words: VerifyWords;
  judged: readonly Judged[];
  withFile: boolean;
}) {
  // About a file one wants to hear what is about it, and what may have been.
  const isShown = (one: Judged) =>
    !withFile || one.refused !== null || one.tied === 'this_file' || one.tied === 'other_reading';
  const shown = judged.filter(isShown);
  const tied = judged.some((one) => one.refused === null && one.tied === 'this_file');
  return (
    <section class="verified" aria-labelledby="verified-t" aria-live="polite">
      <h2 id="verified-t" class="vh">
        {words.result}
      </h2>
      {withFile && !tied && <p class="fault">{words.nothingTied}</p>}
      {shown.map((one) => (
        <One words={words} one={one} />
      ))}
      {shown.length < judged.length && (
        <p class="hint">{words.others(judged.length - shown.length)}</p>
      )}
    </section>
  );
}

function One({ words, one }: { words: VerifyWords; one: Judged }) {
  const kinds = ['proven', 'stated', 'open'] as const;
  return (
    <article class="receipt">
      <h3>{one.name ?? words.unnamed}</h3>
      {one.refused !== null ? (
        <p class="fault">{words.refusals[one.refused]}</p>
      ) : (
        <>
          <p class="conclusion">{words.conclusions[one.found.conclusion]}</p>
          {kinds.map((kind) => {
            const findings = one.found.findings.filter((finding) => finding.kind === kind);
            return findings.length === 0 ? null : (
              <div class="kind">
                <h4>{words.headings[kind]}</h4>
                <ul>
                  {findings.map(({ code, values }) => (
                    <li>{words.findings[code](values)}</li>
                  ))}
                </ul>
              </div>
            );
          })}
        </>
      )}
    </article>
  );
}

function Keys({ words, pinned }: { words: VerifyWords; pinned: Pinned | null }) {
  if (pinned === null) return null;
  return (
    <section class="rail pinned" aria-labelledby="pinned-t">
      <h2 id="pinned-t">{words.keys}</h2>
      {pinned.name === null && <p class="hint">{words.keysHere}</p>}
      <dl>
        <div>
          <dt>{words.registry}</dt>
          <dd>{pinned.file.origin}</dd>
        </div>
        <div>
          <dt>{words.receiptKey}</dt>
          {pinned.file.receipts.map(({ kid }) => (
            <dd class="key mono">{kid}</dd>
          ))}
        </div>
        <div>
          <dt>{words.logKey}</dt>
          {pinned.file.log.keys.map((key) => (
            <dd class="key mono">{key}</dd>
          ))}
        </div>
      </dl>
    </section>
  );
}
