/** The page tree (ISO 32000-1, 7.7.3), flattened with inherited attributes. */
import type { PdfFile } from './file.ts';
import type { Ref, Value } from './values.ts';
import { countOf, type Dict, Doubt, isArray, isDict, isRef, nameOf } from './values.ts';

export interface Page {
  readonly num: number;
  /** The page's own entries and what it inherits, without `Parent`. */
  readonly dict: Dict;
}

const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'];
/** Balanced trees have two or three levels. */
const MAX_TREE_DEPTH = 64;

/**
 * All pages in order.
 *
 * `Type`, `Kids`, `Count` and `Parent` must agree everywhere, for viewers differ on which
 * of them they follow.
 *
 * @throws Doubt when they do not, when a page stands twice, or above `maxPages`
 */
export function readPages(file: PdfFile, maxPages: number): Page[] {
  const pages: Page[] = [];
  const seen = new Set<number>();
  const visit = (
    ref: Value | undefined,
    parent: Ref | null,
    above: Dict,
    depth: number,
  ): number => {
    if (!isRef(ref) || seen.has(ref.num) || depth > MAX_TREE_DEPTH)
      throw new Doubt('bad page tree');
    seen.add(ref.num);
    const node = file.resolve(ref);
    if (!isDict(node)) throw new Doubt('page tree node is no dictionary');
    checkParent(node, parent);
    const inherited = new Map(above);
    for (const key of INHERITED) {
      const value = node.get(key);
      if (value !== undefined) inherited.set(key, value);
    }
    const type = nameOf(file.direct(node.get('Type')));
    if (type === 'Page' && !node.has('Kids')) {
      if (pages.length >= maxPages) throw new Doubt('too many pages');
      const own = new Map([...inherited, ...node]);
      own.delete('Parent');
      pages.push({ num: ref.num, dict: own });
      return 1;
    }
    const kids = file.direct(node.get('Kids'));
    if (type !== 'Pages' || !isArray(kids)) throw new Doubt('bad page tree node');
    let leaves = 0;
    for (const kid of kids) leaves += visit(kid, ref, inherited, depth + 1);
    if (countOf(file.direct(node.get('Count'))) !== leaves) throw new Doubt('wrong page count');
    return leaves;
  };
  if (visit(file.catalog.get('Pages'), null, new Map(), 0) === 0) throw new Doubt('no pages');
  return pages;
}

function checkParent(node: Dict, parent: Ref | null): void {
  const found = node.get('Parent');
  const agrees = parent === null ? found === undefined : isRef(found) && found.num === parent.num;
  if (!agrees) throw new Doubt('Parent is another node');
}
