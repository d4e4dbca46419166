/** Paragraphs of a manual page: roff source without its macros. */

const ESCAPES = [
  [/\\f[A-Z(](?:\w\w)?/g, ''],
  [/\\(?:\||\^|&|:|%|\/|,)/g, ''],
  [/\\ /g, '\u00a0'],
  [/\\-/g, '-'],
  [/\\\(em/g, '—'],
  [/\\\(aq|\\\(cq|\\\(oq/g, '’'],
  [/\\\(bu/g, '•'],
  [/\\\(la/g, '<'],
  [/\\\(ra/g, '>'],
  [/\\\((?:lq|dq|rq)/g, '"'],
  [/\\e/g, '\\'],
];

/** @returns paragraphs of running text, each on one line */
export function paragraphsOf(source) {
  const paragraphs = [];
  let open = [];
  let skip = false;
  const end = () => {
    const text = open.join(' ').replace(/\s+/g, ' ').trim();
    if (text !== '') paragraphs.push(text);
    open = [];
  };
  for (const line of source.split('\n')) {
    if (/^['.]\\"/.test(line)) continue;
    if (/^\.(?:EX|nf|TS)\b/.test(line)) skip = true;
    if (/^\.(?:EE|fi|TE)\b/.test(line)) skip = false;
    else if (skip) continue;
    else if (/^\.(?:SH|SS|PP|P|LP|TP|IP|HP|sp|RS|RE|TH|br)\b/.test(line)) end();
    else if (/^\.(?:B|I|BR|IR|RB|RI|BI|IB|R|SB|SM)\b/.test(line)) {
      const [macro] = line.split(' ');
      const words =
        line
          .slice(macro.length)
          .trim()
          .match(/"[^"]*"|\S+/g) ?? [];
      open.push(words.map((word) => word.replaceAll('"', '')).join(macro.length === 3 ? '' : ' '));
    } else if (!/^[.']/.test(line)) open.push(line);
  }
  end();
  return paragraphs.map((text) =>
    ESCAPES.reduce((out, [from, to]) => out.replace(from, to), text).trim(),
  );
}
