/** Where a document may hold text that no viewer paints; the operators are in `hidden.ts`. */
import type { PdfFile } from './file.ts';
import { scanContents } from './hidden.ts';
import type { Page } from './pages.ts';
import { type Dict, isArray, isDict, isStream, nameOf, type Value } from './values.ts';

/** Forms within forms; deeper ones are not scanned. */
const MAX_FORMS = 2000;

/** Whether the page, or a form that it draws, shows text without painting it. */
export function hidesText(file: PdfFile, page: Page, contents: Uint8Array | undefined): boolean {
  const queue: { bytes: Uint8Array; resources: Value | undefined }[] = [
    { bytes: contents ?? new Uint8Array(), resources: page.dict.get('Resources') },
  ];
  const seen = new Set<Dict>();
  for (const { bytes, resources } of queue) {
    const { hidden, objects } = scanContents(bytes);
    if (hidden) return true;
    for (const name of objects) {
      const form = findForm(file, resources, name);
      if (form === null || seen.has(form.dict) || seen.size >= MAX_FORMS) continue;
      seen.add(form.dict);
      const own = form.dict.get('Resources') ?? resources;
      queue.push({ bytes: file.decode(form).data, resources: own });
    }
  }
  return false;
}

function findForm(file: PdfFile, resources: Value | undefined, name: string) {
  const all = file.direct(resources);
  const objects = isDict(all) ? file.direct(all.get('XObject')) : null;
  const found = isDict(objects) ? file.direct(objects.get(name)) : null;
  return isStream(found) && nameOf(found.dict.get('Subtype')) === 'Form' ? found : null;
}

/** Whether the default configuration switches a layer off (8.11.4.3). */
export function layersOff(file: PdfFile): boolean {
  const properties = file.direct(file.catalog.get('OCProperties'));
  const config = isDict(properties) ? file.direct(properties.get('D')) : null;
  if (!isDict(config)) return false;
  const off = file.direct(config.get('OFF'));
  return nameOf(config.get('BaseState')) === 'OFF' || (isArray(off) && off.length > 0);
}
