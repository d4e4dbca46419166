/**
 * Inputs of the fuzzy-hash vectors, made from recipes so that no input need be committed.
 *
 * A recipe reads `kind/parameter/length`, or `kind/parameter/length/edits/seed` for an
 * edited version of the same bytes; it gives the same bytes in every runtime.
 */

/** xorshift32 (Marsaglia 2003), seeded with the FNV-1a hash of a string. */
function generator(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) {
    state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  }
  state ||= 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const WORDS =
  `le la les un une des de du et à en pour par sur avec sans dans que qui ne pas plus aux ce
  cette nous vous leur leurs notre campagne budget réunion contrat dépense recette facture
  adhérent bénévole élection candidate conseil municipal département région trésorière mandataire
  compte annexe pièce jointe courrier signature décision délibération commission électorale
  financement don prêt banque virement montant total euros centimes janvier février mars avril
  mai juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi
  affiche tract salle location sonorisation traiteur imprimeur prestataire devis échéance
  remboursement justificatif reçu copie original archive dossier urgent confidentiel presse
  communiqué discours programme mesure école hôpital transport logement énergie emploi`.split(
    /\s+/,
  );

function text(random: () => number, length: number): Uint8Array {
  const encoder = new TextEncoder();
  const words = WORDS.map((word) => encoder.encode(word));
  const bytes = new Uint8Array(length);
  let at = 0;
  const put = (from: ArrayLike<number>) => {
    for (let i = 0; i < from.length && at < length; i++) bytes[at++] = from[i] as number;
  };
  let inSentence = 0;
  while (at < length) {
    const roll = random();
    // Squaring the draw favours the first words, as natural text does.
    const draw = (roll & 0xffff) / 0x10000;
    put(words[Math.floor(draw * draw * words.length)] as Uint8Array);
    if (roll >>> 28 === 0) put(encoder.encode(` ${roll % 10_000},${(roll >>> 8) % 100}`));
    inSentence++;
    if (inSentence > 6 && (roll >>> 20) % 8 === 0) {
      put((roll >>> 24) % 4 === 0 ? [46, 10, 10] : [46, 32]);
      inSentence = 0;
    } else put([32]);
  }
  return bytes;
}

/** Records of 32 bytes: a counter, small numbers, and zeros, as in many binary formats. */
function records(random: () => number, bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i += 32) {
    bytes[i] = i >>> 5;
    if (i + 1 < bytes.length) bytes[i + 1] = i >>> 13;
    for (let j = 8; j < 12 && i + j < bytes.length; j++) bytes[i + j] = random() % 5;
    if (random() % 4 === 0 && i + 20 < bytes.length) bytes[i + 20] = random();
  }
}

function randomBytes(random: () => number, bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i += 4) {
    const word = random();
    bytes[i] = word;
    bytes[i + 1] = word >>> 8;
    bytes[i + 2] = word >>> 16;
    bytes[i + 3] = word >>> 24;
  }
}

function base(kind: string, parameter: number, length: number): Uint8Array {
  const random = generator(`${kind}/${parameter}/${length}`);
  if (kind === 'text') return text(random, length);
  const bytes = new Uint8Array(length);
  switch (kind) {
    case 'constant':
      return bytes.fill(parameter);
    case 'random':
      randomBytes(random, bytes);
      return bytes;
    case 'repeat': {
      const period = bytes.subarray(0, parameter);
      randomBytes(random, period);
      for (let i = parameter; i < length; i++) bytes[i] = bytes[i - parameter] as number;
      return bytes;
    }
    case 'alphabet':
      for (let i = 0; i < length; i++) bytes[i] = 97 + ((random() >>> 7) % parameter);
      return bytes;
    case 'zerotail':
      randomBytes(random, bytes);
      return bytes.fill(0, Math.max(0, length - parameter));
    case 'zerohead':
      randomBytes(random, bytes);
      return bytes.fill(0, 0, parameter);
    case 'records':
      records(random, bytes);
      return bytes;
    default:
      throw new RangeError(`unknown kind of input: ${kind}`);
  }
}

/** One edit at a drawn place: words replaced, inserted, or 1 to 40 bytes taken out. */
function edited(bytes: Uint8Array, random: () => number): Uint8Array {
  const at = random() % (bytes.length + 1);
  const patch = text(random, 1 + (random() % 40));
  const kind = random() % 3;
  const cut = kind === 0 ? patch.length : kind === 1 ? 0 : 1 + (random() % 40);
  const insert = kind === 2 ? new Uint8Array(0) : patch;
  const rest = bytes.subarray(Math.min(bytes.length, at + cut));
  const out = new Uint8Array(at + insert.length + rest.length);
  out.set(bytes.subarray(0, at));
  out.set(insert, at);
  out.set(rest, at + insert.length);
  return out;
}

/**
 * Bytes of a recipe.
 *
 * @throws RangeError for what is no recipe
 */
export function input(recipe: string): Uint8Array {
  const [kind = '', parameter, length, edits = '0'] = recipe.split('/');
  let bytes = base(kind, Number(parameter), Number(length));
  const random = generator(recipe);
  for (let i = 0; i < Number(edits); i++) bytes = edited(bytes, random);
  return bytes;
}

/** Length of a recipe's bytes before edits. */
export function inputLength(recipe: string): number {
  return Number(recipe.split('/')[2]);
}
