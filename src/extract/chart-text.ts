/**
 * What a chart of an Office package shows (DrawingML charts, ECMA-376 part 1, 21.2): titles,
 * names and the values kept in the chart itself, which programs draw until told to refresh.
 */
import type { Mark } from '../fingerprint/document.ts';
import { chartNumber } from './cell-value.ts';
import { readDrawing } from './drawing-text.ts';
import type { Limits } from './limits.ts';
import type { OpcPackage } from './opc.ts';
import { parseXml } from './xml.ts';

const CHART_NAMESPACES = new Map([
  ['http://schemas.openxmlformats.org/drawingml/2006/chart', 'c'],
  ['http://purl.oclc.org/ooxml/drawingml/chart', 'c'],
  ['http://schemas.microsoft.com/office/drawing/2014/chartex', 'cx'],
  ['http://schemas.openxmlformats.org/drawingml/2006/main', 'a'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/relationships', 'r'],
  ['http://purl.oclc.org/ooxml/officeDocument/relationships', 'r'],
  ['http://purl.oclc.org/ooxml/drawingml/main', 'a'],
]);

const SHOWN = /^(?:chart(?:Ex)?|diagramData)$/;

/** What the values of a series are for; LibreOffice writes `c:cat` where Excel has `c:xVal`. */
const ROLES: ReadonlyMap<string, string> = new Map([
  ['c:tx', 'name'],
  ['c:cat', 'at'],
  ['c:xVal', 'at'],
  ['c:val', 'value'],
  ['c:yVal', 'value'],
  ['c:bubbleSize', 'size'],
]);

/**
 * Lines of the charts and diagrams of a part, those placed in it first.
 *
 * @param placed ids of their relationships in the order of their places
 */
export function readCharts(
  opc: OpcPackage,
  part: string,
  placed: ReadonlySet<string>,
  limits: Limits,
  marks: Set<Mark>,
  kinds = SHOWN,
): string[] {
  const order = new Map([...placed].map((id, i) => [id, i]));
  const place = (id: string): number => order.get(id) ?? order.size;
  const related = opc.relationships(part).filter((one) => kinds.test(one.kind) && !one.external);
  related.sort((a, b) => place(a.id) - place(b.id));
  const targets = new Map(related.map(({ target, kind }) => [target, kind]));
  return [...targets].flatMap(([target, kind]) => {
    const bytes = opc.get(target);
    if (!bytes) return [];
    if (kind === 'diagramData') return readDrawing(bytes, limits, marks).body.map((l) => l.text);
    const shapes = opc.relationships(target).find((one) => one.kind === 'chartUserShapes');
    const drawing = shapes && opc.get(shapes.target);
    const notes = drawing ? readDrawing(drawing, limits, marks).body.map((l) => l.text) : [];
    return [...readChart(bytes, limits), ...notes];
  });
}

/** Ids of the relationships of the charts in a drawing, in the order of their places. */
export function placedCharts(drawing: Uint8Array, limits: Limits): Set<string> {
  const ids = new Set<string>();
  parseXml(drawing, CHART_NAMESPACES, limits, {
    open(element) {
      if (/^cx?:chart$/.test(element.name)) ids.add(element.attribute('r:id') ?? '');
    },
  });
  return ids;
}

/** Lines of one chart: free texts in file order, then name, places and values by series. */
function readChart(bytes: Uint8Array, limits: Limits): string[] {
  const texts: string[] = [];
  const series: string[] = [];
  const path: string[] = [];
  let paragraph = '';
  let role = '';
  let points: string[] = [];
  let index = 0;
  let value = '';
  const inSeries = (): boolean => path.includes('c:ser') || path.includes('cx:series');
  parseXml(bytes, CHART_NAMESPACES, limits, {
    open(element) {
      const { name } = element;
      path.push(name);
      value = '';
      if (name === 'a:p') paragraph = '';
      else if (name === 'c:pt' || name === 'cx:pt') {
        index = Number(element.attribute('idx') ?? points.length);
      } else if (ROLES.has(name) && path.at(-2) === 'c:ser') {
        role = ROLES.get(name) ?? '';
        points = [];
      }
    },
    text(text) {
      value += text;
    },
    close(name) {
      path.pop();
      if (name === 'a:t') paragraph += value;
      else if (name === 'a:p' && paragraph !== '') texts.push(paragraph);
      else if (name === 'cx:pt' || name === 'cx:v') texts.push(value);
      else if (name === 'c:v' && inSeries() && role !== '') {
        points.push(`${path.includes('c:pt') ? index : 0}=${chartNumber(value)}`);
      } else if (ROLES.has(name) && path.at(-1) === 'c:ser') {
        if (points.length > 0) series.push(`${role} ${points.join(' ')}`);
        role = '';
      }
    },
  });
  return [...texts, ...series];
}
