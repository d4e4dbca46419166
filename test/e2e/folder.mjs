/** A folder as a leak leaves it: thousands of small mails, copies, subfolders, odd files. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WORDS =
  `gare mairie budget salle affiche tract bureau lundi mardi train voiture presse note liste pont
  marché école débat plan compte facture équipe courrier papier encre route village canton port
  harbour meeting poster van depot mayor ballot leaflet parish harvest bridge signal engine tide`
    .split(/\s+/)
    .filter(Boolean);

/** Small linear congruential generator (Numerical Recipes): the same folder every time. */
function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One invented mail, about 60 words. */
export function mail(number) {
  const pick = random(number * 7919 + 1);
  const words = Array.from({ length: 60 }, () => WORDS[pick(WORDS.length)]);
  const lines = [];
  while (words.length > 0) lines.push(words.splice(0, 10).join(' '));
  const two = (n) => String(n).padStart(2, '0');
  return [
    `From: Personne ${number} <p${number}@exemple.test>`,
    `To: Bureau <bureau@exemple.test>`,
    `Date: ${two(1 + (number % 28))} Mar 2027 10:${two(number % 60)}:00 +0100`,
    `Subject: Note ${number}`,
    `Message-ID: <${number}.leak@exemple.test>`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    ...lines,
    '',
  ].join('\r\n');
}

/**
 * Fills `folder` with `count` files in subfolders of 50: mails, of which every fiftieth is there
 * twice, and the suspects of the demo at the end.
 *
 * @param {string[]} others paths of files to add, in a subfolder of their own
 * @returns {{paths: string[], copies: number}} paths below the folder
 */
export function leakedFolder(folder, count, others = []) {
  const paths = [];
  let copies = 0;
  const mails = count - others.length;
  for (let made = 0; made < mails; made++) {
    const box = join(folder, `boite-${String(Math.floor(made / 50)).padStart(2, '0')}`);
    mkdirSync(box, { recursive: true });
    const isCopy = made % 50 === 49;
    if (isCopy) copies++;
    const name = `${String(made).padStart(4, '0')}.eml`;
    writeFileSync(join(box, name), mail(isCopy ? made - 1 : made));
    paths.push(join(box, name));
  }
  const box = join(folder, 'divers');
  mkdirSync(box, { recursive: true });
  for (const other of others) {
    const path = join(box, other.split('/').at(-1));
    copyFileSync(other, path);
    paths.push(path);
  }
  return { paths, copies };
}
