/** Rich Text: groups, lengths and counters that lie. */
import { hostile, latin1 } from './tools.mjs';

const READ = 'absent too_short no_text_layer over_limit unreadable';

const RTF = {
  groups: '{'.repeat(1_000_000),
  'groups-closed': `${'{a'.repeat(200_000)}${'}'.repeat(200_000)}`,
  'groups-unopened': '}'.repeat(500_000),
  'bin-long': '\\bin999999999 a',
  'bin-negative': '\\bin-1 a\\bin-999999999999 b',
  'bin-many': '\\bin0 '.repeat(300_000),
  unicode: '\\uc99999\\u8364 a\\u-999999\\u99999999 '.repeat(50_000),
  'unicode-skip': `\\uc32767${"\\u8364\\'80".repeat(200_000)}`,
  fonts: `{\\fonttbl${Array.from({ length: 100_000 }, (_, n) => `{\\f${n}\\fcharset${n % 300} a;}`).join('')}}a`,
  colours: `{\\colortbl${';\\red1'.repeat(400_000)}}a`,
  fields: '{\\field{\\*\\fldinst HYPERLINK "a"}{\\fldrslt a'.repeat(50_000),
  objects: `{\\object{\\*\\objdata ${'d0cf11e0a1b11ae1'.repeat(300_000)}}}a`,
  pictures: `{\\pict\\picw999999\\pich999999\\pngblip ${'89504e47'.repeat(1_000_000)}}a`,
  words: `\\${'a'.repeat(3_000_000)} b`,
  numbers: `\\fs${'9'.repeat(1_000_000)} b`,
  hexes: "\\'e9\\'".repeat(500_000),
  rows: '\\trowd\\cellx1 a\\cell\\row '.repeat(200_000),
  breaks: '\\page\\par\\line\\tab '.repeat(200_000),
  hidden: '{\\v a'.repeat(100_000),
  ignorable: '{\\*\\a '.repeat(300_000),
  html: `\\fromhtml1{\\*\\htmltag64 <p>}${'{\\*\\htmltag <div>}\\htmlrtf a\\htmlrtf0 '.repeat(50_000)}`,
  lists: `{\\*\\listtable${'{\\list{\\listlevel\\leveltext a;}}'.repeat(60_000)}}\\ls1 a`,
  tabs: '\\tx1'.repeat(600_000),
  formats: '\\b\\i\\ul\\b0\\plain\\pard '.repeat(150_000),
};

export const rtf = Object.entries(RTF).map(([name, body]) =>
  hostile(`rtf-${name}.rtf`, READ, () => latin1(`{\\rtf1\\ansi ${body}}`)),
);
