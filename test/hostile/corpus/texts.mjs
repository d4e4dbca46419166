/**
 * Plain text and HTML: runs that make a careless regular expression quadratic or worse,
 * tags without end, and characters that normalisation has to work for.
 */
import { hostile, latin1, utf8 } from './tools.mjs';

const MiB = 1 << 20;

/** Repeated to the size given; each ends in what makes the naive match fail. */
const RUNS = {
  spaces: ' ',
  nbsp: '\u00a0',
  tabs: '\t \t',
  hyphens: '-',
  'soft-hyphens': 'a\u00ad',
  'hyphen-breaks': 'a-\n',
  'hyphen-gaps': '-  \n  ',
  digits: '1',
  'digit-groups': '1 234,',
  'digit-dots': '1.1.',
  dots: '.',
  commas: ',',
  opening: '[',
  closing: ')]',
  parentheses: '(',
  quotes: '"',
  'csv-quotes': '"a";""\n',
  'csv-separators': ';',
  marks: '>',
  'marks-apart': '> > ',
  'mark-lines': '> \n',
  'deep-quotes': `${'>'.repeat(2000)} a\n`,
  feeds: '\f',
  lines: '\n',
  returns: '\r',
  labels: '1.\n2.\n',
  'list-labels': 'a) un\nb) deux\n',
  'long-label': '1.2.3.4.5.6.7.8.9.',
  'signature-marks': '-- \n',
  'wrote-lines': 'Le 1 mai 2027 à 09:00, a@b.example a écrit :\n',
  'reply-headers': 'De : a@b.example\nEnvoyé : lundi\nÀ : c@d.example\nObjet : a\n\n',
  underscores: '_',
  equals: '=',
  stars: '* ',
  'from-lines': 'From a@b.example Thu Jan  1 00:00:00 2027\n',
  'uu-begins': 'begin 644 a\nM\n',
  currency: '€-+−',
  'one-word': 'a',
  'two-words': 'a b ',
};

const LETTERS = {
  combining: `a${'\u0301'.repeat(MiB)}`,
  'combining-mixed': 'a\u0323\u0307\u0301\u0316'.repeat(200_000),
  // Canonical ordering of marks of falling classes is the worst case for a sort by insertion.
  'combining-falling': `a${'\u0345'.repeat(150_000)}${'\u0301'.repeat(150_000)}${'\u0316'.repeat(150_000)}`,
  hangul: '\u1100\u1161\u11a8'.repeat(400_000),
  'zero-width': 'a\u200b\u200c\u200d\u2060\ufeff'.repeat(200_000),
  bidi: '\u202e\u2066\u2069\u202c'.repeat(300_000),
  emoji: '👩‍👩‍👧‍👦'.repeat(80_000),
  ligatures: 'ﷺ'.repeat(400_000),
  surrogates: '𝟙𝟚𝟛'.repeat(300_000),
  ideographs: '文字'.repeat(500_000),
};

const HTML = {
  'nested-div': '<div>'.repeat(300_000),
  'nested-closed': `${'<div>'.repeat(100_000)}a${'</div>'.repeat(100_000)}`,
  'nested-table': '<table><tr><td>'.repeat(60_000),
  'nested-hidden': '<div style="display:none">a'.repeat(60_000),
  'nested-inline': '<b><i><font>'.repeat(100_000),
  'nested-p': '<p>a'.repeat(300_000),
  'nested-li': '<ul><li>a'.repeat(100_000),
  'unknown-end-tags': `${'<div>'.repeat(20_000)}${'</x>'.repeat(200_000)}`,
  'huge-attribute': `<p title="${'a'.repeat(20 * MiB)}">a`,
  'many-attributes': `<p ${Array.from({ length: 300_000 }, (_, n) => `a${n}=b`).join(' ')}>a`,
  'same-attributes': `<p ${'style="display:none" '.repeat(200_000)}>a`,
  'css-braces': `<style>${'a{'.repeat(MiB)}</style>a`,
  'css-rules': `<style>${'.a .b>c{display:none;color:#fff}'.repeat(150_000)}</style><p class=a>a`,
  'css-imports': `<style>${'@import url(http://a.example/);'.repeat(100_000)}</style>a`,
  'css-inline': `<p style="${'display:none;color:red;'.repeat(200_000)}">a`,
  'css-escapes': `<p style="${'\\64 isplay:none/*'.repeat(200_000)}">a`,
  'css-comments': `<style>${'/*'.repeat(MiB)}</style>a`,
  comments: '<!--'.repeat(MiB),
  'comment-ends': '<!-- -- > --!> '.repeat(300_000),
  cdata: '<![CDATA['.repeat(400_000),
  entities: '&amp&lt&#x41;&notit;&#99999999999;'.repeat(100_000),
  'entity-open': `&${'a'.repeat(3 * MiB)}`,
  'open-tags': '<'.repeat(5 * MiB),
  'open-names': '<a '.repeat(MiB),
  scripts: '<script>'.repeat(400_000),
  'svg-text': '<svg><foreignObject><math><mtext>'.repeat(50_000),
  colspan: `<table><tr><td colspan=999999999 rowspan=999999999>a</table>`.repeat(20_000),
  laughs: `<?xml version="1.0"?><!DOCTYPE html [${laughs()}]><html><body>&l9;</body></html>`,
  metas: '<meta charset=utf-16><meta charset=x>'.repeat(100_000),
  nuls: '<p>\0a\0</p>'.repeat(300_000),
  templates: '<template><noscript><iframe srcdoc="<p>a">'.repeat(50_000),
  lists: `<ol start=999999999999>${'<li value=-1>a'.repeat(200_000)}`,
  selects: '<select><option>a'.repeat(100_000),
};

function laughs() {
  return Array.from({ length: 10 }, (_, n) =>
    n === 0 ? '<!ENTITY l0 "lol">' : `<!ENTITY l${n} "${`&l${n - 1};`.repeat(10)}">`,
  ).join('');
}

const run = (piece) => piece.repeat(Math.ceil((2 * MiB) / piece.length));
// A text that is all white space, or that no reader can see, has nothing to compare.
const READ = 'absent too_short no_text_layer over_limit unreadable differs';

export const texts = [
  ...Object.entries(RUNS).map(([name, piece]) =>
    hostile(`run-${name}.txt`, READ, () => utf8(`Avant ${run(piece)}x`)),
  ),
  ...Object.entries(LETTERS).map(([name, text]) =>
    hostile(`letters-${name}.txt`, READ, () => utf8(text)),
  ),
  ...Object.entries(HTML).map(([name, text]) =>
    hostile(`html-${name}.html`, READ, () =>
      latin1(text.startsWith('<?xml') ? text : `<!DOCTYPE html><html><body>${text}`),
    ),
  ),
  hostile('text-8-mb-of-words.txt', READ, () => {
    const words = [];
    for (let n = 0; n < 1_100_000; n++) words.push((n * 7919).toString(36));
    return latin1(words.join(' '));
  }),
  hostile('text-40-mb.txt', 'over_limit', () => Buffer.alloc(40 * MiB, 'un deux trois quatre\n')),
];
