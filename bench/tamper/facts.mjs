/** Sentences with the things that forgers change: amounts, signs, dates, names, negations. */

export const NAMES = [
  'Claire Vasseur',
  'Antoine Lemerle',
  'Sofia Benali',
  'Hugo Kervella',
  'Margaux Tissier',
  'Daniel Okafor',
  'Ellen Hartley',
  'Peter Lindqvist',
  'Ruth Almond',
  'Yann Le Goff',
  'Nora Castellan',
  'Marc Duvivier',
];

const MONTHS = {
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(
    ' ',
  ),
  en: 'January February March April May June July August September October November December'.split(
    ' ',
  ),
};

export function amount(random, lang) {
  const euros = 1000 + random.int(98_000);
  const cents = String(random.int(100)).padStart(2, '0');
  const grouped = String(euros).replace(/(\d)(?=(\d{3})+$)/g, lang === 'fr' ? '$1\u202f' : '$1,');
  return lang === 'fr' ? `${grouped},${cents}` : `${grouped}.${cents}`;
}

const date = (random, lang) => {
  const [day, month, year] = [1 + random.int(28), random.pick(MONTHS[lang]), 2024 + random.int(4)];
  return `${day} ${month} ${year}`;
};

const volume = (random, powers) => {
  const power = `10${random.pick(['²', '³'])}`;
  return powers ? power : String(100 + random.int(900));
};

const SENTENCES = {
  fr: (r, powers) => [
    `Le montant total du marché s’élève à ${amount(r, 'fr')} €, payable avant le ${date(r, 'fr')}.`,
    `L’écart constaté sur l’exercice est de −${1 + r.int(9)},${1 + r.int(9)} % par rapport au budget voté.`,
    `${r.pick(NAMES)} a signé l’avenant le ${date(r, 'fr')} en présence de ${r.pick(NAMES)}.`,
    `Le bureau n’a pas approuvé la dépense de ${amount(r, 'fr')} € proposée par ${r.pick(NAMES)}.`,
    `La surface louée est de ${100 + r.int(800)} m² et la capacité de ${volume(r, powers)} litres par cuve.`,
  ],
  en: (r, powers) => [
    `The total of the order is €${amount(r, 'en')}, due by ${date(r, 'en')}.`,
    `The balance carried forward stands at -${1 + r.int(9)}.${1 + r.int(9)} per cent of the budget.`,
    `${r.pick(NAMES)} signed the amendment on ${date(r, 'en')} with ${r.pick(NAMES)} as witness.`,
    `The committee did not approve the payment of €${amount(r, 'en')} asked for by ${r.pick(NAMES)}.`,
    `The hall measures ${100 + r.int(800)} m² and the tank holds ${volume(r, powers)} litres.`,
  ],
};

/**
 * Five sentences of facts in an order of the seed's.
 *
 * @param powers whether one of them has a power of ten
 */
export const factsOf = (random, lang, powers = true) =>
  random.shuffle(SENTENCES[lang](random, powers));

/** What a forger writes in. */
export const forgedSentence = (random, lang) =>
  lang === 'fr'
    ? `${random.pick(NAMES)} rappelle que ${amount(random, 'fr')} € ont été versés en espèces et ne figurent dans aucun compte.`
    : `${random.pick(NAMES)} recalls that €${amount(random, 'en')} was paid in cash and stands in no account.`;

export { MONTHS };
