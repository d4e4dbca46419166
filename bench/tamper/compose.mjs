/** Composed documents: real paragraphs with sentences of facts, a list and a table with a total. */
import { flatSpreadsheet } from '../../demo/office.mjs';
import { amount, factsOf } from './facts.mjs';

const WORDS = {
  fr: { title: 'Note', item: 'Poste', total: 'Total', amount: 'Montant', list: 'Points arrêtés' },
  en: { title: 'Memo', item: 'Item', total: 'Total', amount: 'Amount', list: 'Points agreed' },
};

/**
 * @param take gives the next real paragraph of a language, each only once
 * @param paragraphs how many real ones
 * @param powers whether a power of ten is among the facts
 */
export function composeModel(name, lang, random, take, paragraphs, powers = true) {
  const real = Array.from({ length: paragraphs }, () => take(lang));
  const facts = factsOf(random, lang, powers);
  const body = [];
  for (const paragraph of real) {
    body.push(paragraph);
    if (facts.length > 0) body.push(facts.pop());
  }
  const first = 1 + random.int(7);
  const labels = Array.from({ length: 4 }, () =>
    take(lang)
      .split(/(?<=[.;:])\s/)[0]
      .slice(0, 160),
  );
  const rows = Array.from({ length: 4 + random.int(5) }, (_, i) => [
    `${WORDS[lang].item} ${String.fromCharCode(65 + i)} ${take(lang).split(' ').slice(0, 4).join(' ')}`,
    100 + random.int(90_000) + random.int(100) / 100,
  ]);
  return {
    name,
    lang,
    title: `${WORDS[lang].title} ${name.slice(-6)}: ${real[0].split(' ').slice(0, 6).join(' ')}`,
    body,
    list: { title: WORDS[lang].list, first, items: labels },
    table: { head: [WORDS[lang].item, WORDS[lang].amount], rows, total: WORDS[lang].total },
    stamp: amount(random, lang),
  };
}

const number = (value, lang) =>
  lang === 'fr' ? value.toFixed(2).replace('.', ',') : value.toFixed(2);
const totalOf = ({ rows }) => rows.reduce((sum, [, value]) => sum + value, 0);

export const escapeXml = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export function htmlOf({ lang, title, body, list, table }) {
  // Powers of ten are set as they are typed in an office: a raised figure, no sign of its own.
  const raised = (text) =>
    text.replace(/10([²³])/g, (_, sign) => `10<sup>${sign === '²' ? 2 : 3}</sup>`);
  const p = (text) => `<p>${raised(escapeXml(text))}</p>`;
  const row = (cells, tag) =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join('')}</tr>`;
  return `<!DOCTYPE html>
<html lang="${lang}"><head><meta charset="utf-8"><title>${escapeXml(title)}</title></head>
<body>
<h1>${escapeXml(title)}</h1>
${body.map(p).join('\n')}
<h2>${list.title}</h2>
${list.items.map((item, i) => p(`${list.first + i}. ${item}`)).join('\n')}
<table border="1">
${row(table.head, 'th')}
${table.rows.map(([label, value]) => row([label, number(value, lang)], 'td')).join('\n')}
${row([table.total, number(totalOf(table), lang)], 'td')}
</table>
</body></html>
`;
}

export function textOf({ lang, title, body, list, table }) {
  return `${[
    title,
    ...body,
    list.title,
    ...list.items.map((item, i) => `${list.first + i}. ${item}`),
    ...table.rows.map(([label, value]) => `${label}: ${number(value, lang)}`),
    `${table.total}: ${number(totalOf(table), lang)}`,
  ]
    .map((text) => wrap(text))
    .join('\n\n')}\n`;
}

/** Lines of at most 76 characters. */
export function wrap(text, width = 76) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}

export function spreadsheetOf({ title, body, table, lang }) {
  const rows = [
    [title, ''],
    table.head,
    ...table.rows,
    [table.total, `=SUM(B3:B${table.rows.length + 2})`],
  ];
  const notes = body.map((text, i) => [i + 1, text]);
  return flatSpreadsheet([
    { name: lang === 'fr' ? 'Comptes' : 'Accounts', rows },
    { name: 'Notes', rows: notes },
  ]);
}
