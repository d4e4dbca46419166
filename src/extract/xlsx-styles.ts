/** Number formats of the cells of an xlsx (ECMA-376 part 1, 18.8). */
import type { Limits } from './limits.ts';
import {
  builtInKind,
  builtInUnit,
  type NumberFormat,
  parseNumberFormat,
  showsLiteral,
} from './number-format.ts';
import { SHEET_NAMESPACES } from './ooxml-names.ts';
import { parseXml } from './xml.ts';

const GENERAL: NumberFormat = parseNumberFormat('General');

export class CellFormats {
  readonly #formats: NumberFormat[] = [];
  /** A conditional format that prints a literal may apply to any cell. */
  conditionalLiteral = false;

  constructor(bytes: Uint8Array | undefined, limits: Limits) {
    if (!bytes) return;
    const byId = new Map<string, NumberFormat>();
    let inside = '';
    parseXml(bytes, SHEET_NAMESPACES, limits, {
      open: (element) => {
        const { name } = element;
        if (name === 'x:cellXfs' || name === 'x:dxfs') inside = name;
        else if (name === 'x:numFmt') {
          const format = parseNumberFormat(element.attribute('formatCode') ?? '');
          if (inside !== 'x:dxfs') byId.set(element.attribute('numFmtId') ?? '', format);
          else if (showsLiteral(format, 1) || showsLiteral(format, -1)) {
            this.conditionalLiteral = true;
          }
        } else if (name === 'x:xf' && inside === 'x:cellXfs') {
          const id = element.attribute('numFmtId') ?? '0';
          this.#formats.push(byId.get(id) ?? builtIn(Number(id)));
        }
      },
      close: (name) => {
        if (name === inside) inside = '';
      },
    });
  }

  /** Format of a cell by its style index. */
  at(index: string | undefined): NumberFormat {
    return this.#formats[Number(index ?? 0)] ?? GENERAL;
  }
}

function builtIn(id: number): NumberFormat {
  const unit = builtInUnit(id);
  const sections = GENERAL.sections.map((section) => ({ ...section, unit }));
  return { kind: builtInKind(id), sections };
}
