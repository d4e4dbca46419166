/**
 * What the canary knows: two made-up texts to be found, each with a variant that must be found
 * by its likeness only, and one that must not be found. Changing a word makes another canary;
 * the earlier ones stay registered and go on being looked for by their bytes.
 */

const HARBOUR = `Minutes of the harbour committee of Port-Sable, a town that exists in this text
only. The committee met in the old sail loft because the customs house was being painted. The
harbour master reported that the northern breakwater had lost eleven blocks during the storms of
the winter, and that the divers had found most of them within forty metres of the light. He asked
for the barge to be hired for nine days in the spring, before the regatta, and presented two
estimates. Mrs Delorme wished to know why the second estimate left out the fuel. The harbour master
answered that the owner of the barge buys his own fuel and had never billed it to the town. The
committee then turned to the question of the gulls. A petition signed by sixty-two residents asks
that fishermen stop cleaning their catch on the slipway. The fishermen, represented by Mr Abalain,
answered that the slipway has a drain while the quay has none, and that the gulls were there first.
It was agreed to lay a second hose and to look at the matter again after the summer. The treasurer
read the accounts of the crane, which earned a little more than it cost for the third year in a
row. The meeting closed at half past six with thanks to the sailmaker for the chairs.`;

const ORCHARD = `Compte rendu de la coopérative fruitière de Valmoussu, commune qui n’existe que dans
ce texte. La réunion s’est tenue dans le hangar à échelles, la salle du bas étant occupée par les
pressoirs. Le président a rappelé que le gel d’avril avait surtout touché les parcelles du vallon,
tandis que les poiriers du plateau n’avaient presque rien perdu. Il a proposé que les adhérents du
vallon soient dispensés de cotisation cette année, et que la coopérative leur prête les deux
tracteurs sans frais jusqu’aux vendanges. Madame Escoffre a demandé comment serait compté le temps
passé par le mécanicien. Il lui a été répondu que le mécanicien est payé au mois et que personne
ne compte ses heures depuis qu’il répare aussi le toit. L’assemblée a ensuite débattu de la marque
des cagettes. Une moitié des présents préfère l’ancienne, au merle, l’autre la nouvelle, à la
brouette. Le vote à main levée ayant donné dix-neuf voix partout, la question est renvoyée à
l’automne. Le trésorier a présenté les comptes de la distillerie, qui couvre ses dépenses pour la
première fois depuis la réfection de l’alambic. La séance a été levée avant la nuit, après le
partage des reinettes tombées.`;

const ABSENT = `Notice for the keepers of the three signal towers above Queyrosse, none of which was
ever built. From the first Monday of the month the lamps are to be trimmed before dusk and again at
midnight, with the oil from the blue cask. The shutters of the western tower stick in wet weather;
whoever keeps it shall carry a mallet and strike low, never at the hinge. Messages that concern the
ferry take precedence over those that concern the mail, and those that concern the mail over the
weather. A keeper who sees smoke on the ridge signals once, waits for the answer of the next tower,
and only then leaves his post to look. The logbook is to be written in ink. Goats are not to be let
into the lower room, whatever the season, since the ladder has already been replaced twice.`;

/** A few words replaced, far apart: no digest of the text stays, most of its shingles do. */
const HARBOUR_EDITS = [
  ['eleven blocks', 'fourteen blocks'],
  ['two\nestimates', 'three\nestimates'],
  ['sixty-two residents', 'forty-one residents'],
  ['half past six', 'a quarter to eight'],
] as const;
const ORCHARD_EDITS = [
  ['les deux\ntracteurs', 'les trois\ntracteurs'],
  ['dix-neuf voix', 'vingt-deux voix'],
  ['à la\nbrouette', 'à la\ncharrette'],
] as const;

function edited(text: string, edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((changed, [from, to]) => changed.replace(from, to), text);
}

export const CANARY_TEXTS = {
  registered: [HARBOUR, ORCHARD],
  /** In the order of `registered`. */
  variants: [edited(HARBOUR, HARBOUR_EDITS), edited(ORCHARD, ORCHARD_EDITS)],
  absent: ABSENT,
} as const;
