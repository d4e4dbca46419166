/**
 * Equations in one line, so that a fraction differs from a product and a power from digits:
 * Office Math (ECMA-376 part 1, chapter 22) and MathML 3. Both come out alike: `(a)/(b)`,
 * `x^(2)`, `x_(i)`, `√(2)`, `[a,b;c,d]`.
 */
import type { XmlNode } from './xml-tree.ts';

/** An `m:oMath` in one line, without white space. */
export function officeMathLine(node: XmlNode): string {
  return tidy(office(node));
}

/** A MathML `math` in one line, without white space; its annotations are left out. */
export function mathmlLine(node: XmlNode): string {
  return tidy(mathml(node));
}

/**
 * Blanks and invisible operators mean nothing, and an italic letter of its own code point is the
 * letter. Nothing else is folded: `x²` is not `x2`.
 */
function tidy(line: string): string {
  return line
    .normalize('NFC')
    .replace(/[\u{1d400}-\u{1d7ff}]/gu, (letter) => letter.normalize('NFKC'))
    .replace(/[\s\u2061-\u2064\u200b\ufeff]+/g, '')
    .replace(/\u2212/g, '-');
}

function office(node: XmlNode): string {
  const all = (): string => node.children.map(office).join('');
  const of = (name: string): string =>
    node.children
      .filter((child) => child.name === name)
      .map(office)
      .join('');
  const property = (name: string, missing: string): string => {
    const properties = node.children.find((child) => /^m:\w+Pr$/.test(child.name));
    const found = properties?.children.find((child) => child.name === name);
    return found ? (found.attribute('m:val') ?? '') : missing;
  };
  switch (node.name) {
    case 'm:t':
      return node.text;
    case 'm:f':
      return `(${of('m:num')})/(${of('m:den')})`;
    case 'm:sSup':
      return `${of('m:e')}^(${of('m:sup')})`;
    case 'm:sSub':
      return `${of('m:e')}_(${of('m:sub')})`;
    case 'm:sSubSup':
      return `${of('m:e')}_(${of('m:sub')})^(${of('m:sup')})`;
    case 'm:sPre':
      return `_(${of('m:sub')})^(${of('m:sup')})${of('m:e')}`;
    case 'm:rad':
      return root(of('m:deg'), of('m:e'));
    case 'm:nary':
      return `${property('m:chr', '∫')}_(${of('m:sub')})^(${of('m:sup')})${of('m:e')}`;
    case 'm:limLow':
      return `${of('m:e')}_(${of('m:lim')})`;
    case 'm:limUpp':
      return `${of('m:e')}^(${of('m:lim')})`;
    case 'm:acc':
      return `${of('m:e')}^(${property('m:chr', '\u0302')})`;
    case 'm:groupChr':
      return `${of('m:e')}_(${property('m:chr', '⏟')})`;
    case 'm:bar':
      return `${of('m:e')}^(¯)`;
    case 'm:d': {
      const items = node.children.filter((child) => child.name === 'm:e').map(office);
      const between = property('m:sepChr', '|');
      return property('m:begChr', '(') + items.join(between) + property('m:endChr', ')');
    }
    case 'm:m':
      return `[${rows(node, 'm:mr')}]`;
    case 'm:mr':
      return node.children.map(office).join(',');
    case 'm:eqArr':
      return `[${rows(node, 'm:e')}]`;
    default:
      return /^m:\w+Pr$/.test(node.name) ? '' : all();
  }
}

function rows(node: XmlNode, name: string): string {
  const found = node.children.filter((child) => child.name === name);
  return found
    .map((row) => row.children.map(office).join(row.name === 'm:mr' ? ',' : ''))
    .join(';');
}

function root(degree: string, radicand: string): string {
  return degree === '' ? `√(${radicand})` : `√(${degree})(${radicand})`;
}

function mathml(node: XmlNode): string {
  const name = node.name.replace(/^.*:/, '');
  const parts = node.children.map(mathml);
  const [a = '', b = '', c = ''] = parts;
  switch (name) {
    case 'mfrac':
      return `(${a})/(${b})`;
    case 'msup':
    case 'mover':
      return `${a}^(${b})`;
    case 'msub':
    case 'munder':
      return `${a}_(${b})`;
    case 'msubsup':
    case 'munderover':
      return `${a}_(${b})^(${c})`;
    case 'msqrt':
      return `√(${parts.join('')})`;
    case 'mroot':
      return `√(${b})(${a})`;
    case 'mfenced':
      return (
        (node.attribute('open') ?? '(') +
        parts.join(node.attribute('separators') ?? ',') +
        (node.attribute('close') ?? ')')
      );
    case 'mtable':
      return `[${parts.join(';')}]`;
    case 'mtr':
      return parts.join(',');
    case 'annotation':
    case 'annotation-xml':
    case 'mphantom':
      return '';
    default:
      return node.text + parts.join('');
  }
}
