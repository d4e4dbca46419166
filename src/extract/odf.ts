/** OpenDocument text, spreadsheets and presentations (ODF 1.3): odt, ods, odp. */
import { LineWriter } from './line-writer.ts';
import { ODF_NAMESPACES } from './odf-names.ts';
import { OdfText } from './odf-text.ts';
import { drawnDigest, embeddedParts, packageReading } from './office.ts';
import { type Context, ExtractError, type Reader } from './reader.ts';
import { parseXml } from './xml.ts';
import { unzip } from './zip.ts';

export const ODF_EXTRACTOR = 'odf/1';

const MANIFEST = 'META-INF/manifest.xml';
/** Properties and preview. `settings.xml` stays: it can hide zeros, notes and pages. */
const PROPERTIES = /^(?:meta\.xml$|Thumbnails\/)/;
/** The lists of macro libraries alone are no macros. */
const MACROS = /^(?:Basic\/(?!.*script-l[bc]\.xml$)|Scripts\/).*[^/]$/;

/** Reads odt, ods and odp; see `Reader`. Flat files (fodt) are not taken. */
export const readOdf: Reader = async (bytes, context) => {
  const { limits } = context;
  const members = await unzip(bytes, context);
  const manifest = readManifest(members.get(MANIFEST), context);
  const content = members.get('content.xml');
  if (!content) throw new ExtractError('unreadable', 'The package has no content.');
  const document = new OdfText(limits);
  const styles = members.get('styles.xml');
  if (styles) document.read(styles);
  document.read(content);
  if ([...members.keys()].some((name) => MACROS.test(name))) document.marks.add('macros');

  const leftOut = new Set<string>();
  if (!document.showsProperties) {
    for (const name of members.keys()) if (PROPERTIES.test(name)) leftOut.add(name);
  }
  const kept = manifest.filter(([path]) => members.has(path) && !leftOut.has(path));
  const listed = new Map([
    [
      MANIFEST,
      kept
        .map((one) => JSON.stringify(one))
        .sort()
        .join('\n'),
    ],
  ]);
  const body = new LineWriter(limits.maxTextLength);
  for (const line of document.lines()) body.copy(line);
  const furniture = new LineWriter(limits.maxTextLength);
  for (const line of document.furniture) furniture.line(line.text);
  return packageReading(
    ODF_EXTRACTOR,
    {
      pages: [body.finish()],
      furniture: furniture.finish().map((line) => line.text),
      tables: true,
      spaced: 'paragraphs',
    },
    await drawnDigest(members, listed, leftOut),
    document.marks,
    await embeddedParts(members, context),
    document.beside.streams(members, document.kind === 'text'),
  );
};

/** Paths with their media types. @throws ExtractError `encrypted` */
function readManifest(bytes: Uint8Array | undefined, { limits }: Context): [string, string][] {
  const entries: [string, string][] = [];
  if (!bytes) return entries;
  parseXml(bytes, ODF_NAMESPACES, limits, {
    open(element) {
      if (element.name === 'manifest:encryption-data') {
        throw new ExtractError('encrypted', 'The document is protected by a password.');
      }
      if (element.name !== 'manifest:file-entry') return;
      entries.push([
        element.attribute('manifest:full-path') ?? '',
        element.attribute('manifest:media-type') ?? '',
      ]);
    },
  });
  return entries;
}
