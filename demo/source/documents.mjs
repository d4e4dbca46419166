/**
 * Documents of the fictional campaign, as HTML for LibreOffice or as plain text.
 * `form` lists the files made of each.
 */
const p = (...lines) => lines.map((line) => `<p>${line}</p>`).join('\n');
const ol = (...items) => `<ol>${items.map((item) => `<li>${item}</li>`).join('')}</ol>`;
const table = (...rows) =>
  `<table border="1">${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')}</table>`;

export const contracts = [
  {
    name: 'contrat-salle-du-port',
    form: ['docx'],
    lang: 'fr',
    html: `<h1>Contrat de location de salle</h1>
${p(
  'Entre la société Les Salles du Port, représentée par Mme Nadia Ferrand, ci-après « le loueur », et l’association de financement Horizon commun, représentée par M. Hugo Delmas, trésorier, ci-après « le locataire ».',
)}
<h2>Objet</h2>
${p('Le loueur met à la disposition du locataire la grande salle du quai des Brumes pour la réunion publique du 14 mars 2027, de 15 heures à 23 heures, montage et démontage compris. La jauge est limitée à 1 850 personnes, places debout comprises.')}
<h2>Prix</h2>
${p('Le prix forfaitaire de la location est de 45 000 euros hors taxes, soit 54 000 euros toutes taxes comprises. Il comprend la sonorisation de base, deux techniciens et le gardiennage. Un acompte de 30 % est versé à la signature ; le solde est payé dans les quinze jours qui suivent la réunion.')}
<h2>Annulation</h2>
${p('Si le locataire annule plus de trente jours avant la date convenue, l’acompte lui est rendu. Passé ce délai, il reste acquis au loueur, sauf interdiction de la réunion par l’autorité administrative.')}
<h2>Assurance</h2>
${p('Le locataire souscrit une assurance de responsabilité civile et en remet l’attestation au loueur une semaine avant la réunion. Le loueur déclare que la salle est conforme aux règles de sécurité des établissements recevant du public.')}
${p('Fait au Havre, en deux exemplaires, le 2 février 2027.')}`,
  },
  {
    name: 'contrat-impression-tracts',
    form: ['pdf'],
    lang: 'fr',
    html: `<h1>Bon de commande d’impression n° 2027-118</h1>
${p('L’Imprimerie du Canal, représentée par M. Paul Lemercier, imprime pour la campagne Horizon commun les documents désignés ci-dessous, aux quantités et aux prix indiqués.')}
${table(
  ['Désignation', 'Quantité', 'Prix unitaire', 'Total HT'],
  ['Tract quatre pages, couleur', '400 000', '0,031 €', '12 400,00 €'],
  ['Affiche 60 × 80 cm', '6 500', '0,84 €', '5 460,00 €'],
  ['Carte postale programme', '150 000', '0,022 €', '3 300,00 €'],
  ['Livraison en douze dépôts', '1', '1 140,00 €', '1 140,00 €'],
)}
${p('Le total de la commande s’élève à 22 300,00 euros hors taxes. La taxe sur la valeur ajoutée est facturée en sus au taux en vigueur. Le papier est certifié issu de forêts gérées durablement.')}
${p('Les fichiers sont remis par la campagne au plus tard le 18 février 2027 à midi. Tout retard décale d’autant la livraison, prévue du 1er au 5 mars. Aucune modification de texte n’est acceptée après la signature du bon à tirer.')}
${p('En cas de défaut d’impression portant sur plus de deux pour cent du tirage, l’imprimeur refait à ses frais la partie défectueuse dans un délai de quatre jours ouvrés.')}`,
  },
  {
    name: 'polling-agreement',
    form: ['docx'],
    lang: 'en',
    html: `<h1>Agreement for opinion research services</h1>
${p('This agreement is made between Meridian Polling Ltd, represented by Ms Sarah Whitlock, and the campaign committee Horizon commun, represented by Mr Hugo Delmas, treasurer.')}
<h2>Services</h2>
${p('Meridian will carry out three waves of telephone interviews with a representative sample of 1,200 registered voters each, in the weeks of 8 February, 1 March and 29 March 2027. Each wave is delivered as a written report of no more than twenty pages, together with the full tables.')}
<h2>Fees</h2>
${p('The fee is 17,500 euros for each wave, excluding tax, payable within thirty days of the delivery of the report. Additional questions beyond the agreed twenty-five are charged at 240 euros each. No other cost is due unless agreed in writing beforehand.')}
<h2>Independence</h2>
${p('Meridian alone decides on the wording of questions and on weighting. The committee will not publish partial results, and any publication will state the dates of fieldwork, the sample size and the margin of error.')}
<h2>Confidentiality and data</h2>
${p('Interview data are anonymised before delivery. Neither party will attempt to identify a respondent. Raw recordings are destroyed six months after the last wave.')}
${p('Signed in Lille on 25 January 2027.')}`,
  },
  {
    name: 'coach-hire-contract',
    form: ['pdf'],
    lang: 'en',
    html: `<h1>Coach hire contract</h1>
${p('Coastline Coaches, represented by Mr Owen Price, agrees to carry supporters of the Horizon commun campaign to the closing rally of 17 April 2027 under the following conditions.')}
${table(
  ['Departure', 'Coaches', 'Seats', 'Price'],
  ['Brest', '3', '159', '€ 4,350'],
  ['Quimper', '2', '106', '€ 2,780'],
  ['Saint-Malo', '4', '212', '€ 3,920'],
  ['Vannes', '2', '106', '€ 2,460'],
)}
${p('The total price is 13,510 euros, tolls and drivers’ meals included. A deposit of 4,000 euros is due on signature and the balance on the morning of departure. Fuel is included at the price of 1 March; an increase of more than eight per cent will be shared equally.')}
${p('The carrier provides vehicles less than seven years old with seat belts in every row and one coach adapted for wheelchairs. Drivers rest for at least nine hours before the return journey. The campaign hands over the passenger lists three days in advance and appoints one steward for each coach.')}
${p('If the rally is cancelled by the authorities, only costs already incurred are due, upon presentation of receipts.')}`,
  },
];

export const minutes = [
  {
    name: 'pv-bureau-2027-01-12',
    form: ['odt'],
    lang: 'fr',
    html: `<h1>Procès-verbal du bureau de campagne du 12 janvier 2027</h1>
${p('Présents : Claire Valmont, Hugo Delmas, Inès Rouvier, Karim Benali, Lucie Garnier. Excusé : Tom Ashworth. La séance est ouverte à neuf heures trente au local de la rue des Tanneurs.')}
${ol('Calendrier des réunions publiques', 'État de la trésorerie', 'Organisation du service de presse', 'Questions diverses')}
${p('Karim Benali présente le calendrier. Six grandes réunions sont retenues, la première à Rouen le 30 janvier, la dernière à Rennes le 17 avril. Le bureau écarte l’idée d’une réunion à Bruxelles, jugée trop coûteuse pour un public déjà acquis.')}
${p('Hugo Delmas indique que 214 600 euros ont été recueillis auprès de 3 912 donateurs. Les dépenses engagées atteignent 96 250 euros. Aucun emprunt bancaire n’est envisagé avant le mois de mars.')}
${p('Inès Rouvier propose que chaque demande d’entretien reçoive une réponse sous six heures. La proposition est adoptée à l’unanimité. Un numéro unique sera communiqué aux rédactions.')}
${p('La prochaine réunion du bureau est fixée au 26 janvier à la même heure. La séance est levée à onze heures quinze.')}`,
  },
  {
    name: 'pv-bureau-2027-02-09',
    form: ['odt'],
    lang: 'fr',
    html: `<h1>Procès-verbal du bureau de campagne du 9 février 2027</h1>
${p('Présents : Claire Valmont, Hugo Delmas, Inès Rouvier, Lucie Garnier, Tom Ashworth. Karim Benali, retenu en Normandie, participe par téléphone. La séance est ouverte à dix heures.')}
${p('Le bureau examine les premiers résultats de l’enquête d’opinion remise par Meridian. La notoriété de la candidate progresse de sept points, mais son programme agricole reste mal connu. Lucie Garnier préparera un document de deux pages à ce sujet, relu par les fédérations rurales.')}
${p('Au sujet de la réunion du Havre, le contrat de la salle a été signé le 2 février. La préfecture a été avertie. Le service d’ordre bénévole comptera quatre-vingts personnes, formées le samedi précédent par un ancien pompier.')}
${p('Tom Ashworth signale plusieurs courriels d’hameçonnage reçus par les bénévoles. Chacun est prié de changer son mot de passe et d’activer la double authentification avant vendredi. Aucun compte n’a été ouvert à sa connaissance.')}
${p('La séance est levée à onze heures quarante. Le présent procès-verbal sera soumis à l’approbation du bureau lors de sa prochaine réunion.')}`,
  },
  {
    name: 'minutes-volunteers-2027-02-20',
    form: ['docx'],
    lang: 'en',
    html: `<h1>Minutes of the volunteer coordinators’ call, 20 February 2027</h1>
${p('Chaired by Tom Ashworth. Coordinators from fourteen departments joined; apologies were received from Corrèze and Lozère.')}
${p('Canvassing targets were reviewed first. Doors knocked on so far number 61,480, about four fifths of the plan for this date. Seine-Maritime and Finistère are ahead, while the Paris suburbs are short of drivers at weekends. It was agreed to move two of the rented vans from Nantes to Créteil until the end of March.')}
${p('The new leaflet was discussed at length. Several coordinators found the section on rail fares hard to explain on a doorstep. Lucie Garnier will send a one-page crib by Tuesday evening, with three worked examples for commuters.')}
${p('Security: nobody should forward internal mail to private addresses. Two volunteers reported messages that pretended to come from the treasurer and asked for gift cards. They were right to call before doing anything.')}
${p('The next call takes place on 6 March at half past six in the evening.')}`,
  },
  {
    name: 'note-programme-ferroviaire',
    form: ['docx', 'odt'],
    lang: 'fr',
    html: `<h1>Note sur le volet ferroviaire du programme</h1>
${p('Cette note, rédigée par Lucie Garnier, résume les engagements de la candidate en matière de transport ferroviaire et les réponses aux objections les plus fréquentes.')}
<h2>Trois engagements</h2>
${ol(
  'Rouvrir douze lignes de desserte fine du territoire fermées aux voyageurs depuis 2005, en commençant par les vallées industrielles.',
  'Créer un abonnement national à prix unique pour les trains régionaux, valable en semaine comme en fin de semaine.',
  'Commander quatre-vingts rames hybrides, capables de circuler sur les sections non électrifiées.',
)}
<h2>Coût et financement</h2>
${p('L’effort public supplémentaire est estimé à 640 millions d’euros par an en vitesse de croisière. Il serait financé pour moitié par la réaffectation d’une partie de la taxe sur les carburants, pour un quart par les régions volontaires et pour le reste par un emprunt vert sur vingt ans.')}
<h2>Objections</h2>
${p('On dit que ces lignes roulent à vide. C’est confondre la cause et l’effet : une ligne qui n’offre que deux trains par jour ne peut attirer personne. Là où la cadence a été portée à un train par heure, la fréquentation a triplé en quatre ans.')}`,
  },
];

export const press = [
  {
    name: 'communique-reunion-le-havre',
    form: ['html'],
    lang: 'fr',
    html: `<h1>Claire Valmont au Havre le 14 mars : « Rendre le littoral à ceux qui y travaillent »</h1>
${p(
  'Le Havre, le 8 mars 2027. La candidate d’Horizon commun tiendra sa quatrième réunion publique le dimanche 14 mars à seize heures, dans la grande salle du quai des Brumes.',
  'Elle y présentera son projet pour les ports de la façade atlantique : report du fret vers le rail, formation aux métiers de l’éolien en mer, et reconstruction d’une flotte de pêche moins gourmande en carburant. Des dockers, une ostréicultrice et un chef de chantier prendront la parole avant elle.',
  'Les journalistes peuvent s’accréditer jusqu’au vendredi 12 mars à midi auprès du service de presse. Un espace de travail avec accès au réseau sera ouvert dès quatorze heures.',
  'Contact presse : Inès Rouvier, presse@horizon-commun.example.',
)}`,
  },
  {
    name: 'press-release-farm-plan',
    form: ['rtf'],
    lang: 'en',
    html: `<h1>Horizon commun presents its plan for farms of human size</h1>
${p(
  'Rennes, 22 February 2027. Claire Valmont today set out eleven measures to help young farmers take over the one hundred and sixty thousand holdings that will change hands within ten years.',
  'A public land bank would buy fields that come up for sale and rent them on twenty-five-year leases. Debt guarantees would be reserved for farms under ninety hectares. School and hospital kitchens would be asked to buy at least half of their food within a hundred kilometres.',
  'The plan is costed at 1.15 billion euros over five years, of which 380 million come from existing subsidies that would be redirected from the largest estates. An independent panel of agronomists will publish its own assessment on 10 March.',
  'Press contact: Inès Rouvier, presse@horizon-commun.example.',
)}`,
  },
  {
    name: 'deck-field-campaign',
    form: ['pptx'],
    lang: 'en',
    slides: [
      [
        'Field campaign, February to April 2027',
        'Prepared by Tom Ashworth for the regional coordinators',
      ],
      [
        'Where we stand',
        '61,480 doors knocked on by 20 February',
        'Seine-Maritime and Finistère ahead of plan',
        'Paris suburbs short of weekend drivers',
      ],
      [
        'What we ask of you',
        'Two evenings a week in every district from 1 March',
        'One steward for every coach to the closing rally',
        'Report phishing to your coordinator by telephone, never by mail',
      ],
      [
        'Targets',
        '95,000 doors by 31 March',
        '140,000 doors by 16 April',
        'Twelve conversations an hour is plenty: listen first',
      ],
    ],
  },
];

export const notes = [
  {
    name: 'elements-de-langage-energie',
    lang: 'fr',
    text: `Éléments de langage : énergie (usage interne, version du 3 mars 2027)

Ne jamais opposer nucléaire et renouvelables : la candidate défend un mix où les deux ont leur place jusqu'en 2050 au moins.

Le chiffre à retenir est celui de la rénovation : 500 000 logements par an, en commençant par les passoires occupées par des retraités modestes. Le reste à charge sera plafonné à dix pour cent du revenu annuel du ménage.

Si l'on vous interroge sur la facture : un ménage de quatre personnes économiserait en moyenne 410 euros par an à partir de la troisième année. Ce chiffre vient de l'étude de l'agence régionale, page 27 ; ne pas l'arrondir.

Sur les éoliennes : dire que les communes décideront, et que la moitié des recettes fiscales restera sur place. Ne pas promettre de moratoire.
`,
  },
  {
    name: 'liste-materiel-rennes',
    lang: 'fr',
    text: `Réunion de clôture de Rennes, 17 avril 2027 : liste du matériel

Scène : pupitre transparent, deux prompteurs de secours, écran de 12 mètres, table pour l'interprète en langue des signes à gauche vue du public.
Son : trois micros main, deux micros cravate, retour plateau, régie doublée. L'essai aura lieu la veille à 18 h 30, sans la candidate.
Accueil : 40 tables pliantes, 160 chaises pour les personnes qui ne peuvent rester debout, huit rampes d'accès, vestiaire gardé.
Secours : deux postes, un à chaque entrée, et un médecin présent de 14 heures jusqu'à la fermeture des portes.
Prévoir 9 000 bouteilles d'eau ; le fournisseur reprend les invendus s'ils sont rendus avant lundi midi.
`,
  },
  {
    name: 'briefing-debate-preparation',
    lang: 'en',
    text: `Debate preparation: notes for Claire (8 April 2027)

Opening: ninety seconds, no figures except one. Say why you left the hospital in 2019 and what you promised to the night shift. Then stop; silence is better than a slogan.

On pensions they will quote the sentence from the 2024 book again. Do not deny it. You wrote that the system was unfair to those who started at eighteen; you still think so, and the bill you tabled in November does something about it.

On taxes keep to the three rates. If he asks about inheritance, the threshold is 300,000 euros for each child, and family farms are outside. Tom has the letter from the notaries in the blue folder.

Never interrupt the moderator. Look at the camera for the last forty seconds, not at him.
`,
  },
  {
    name: 'travel-plan-april',
    lang: 'en',
    text: `Travel plan, second week of April 2027

Monday: 7.10 train to Lyon with Karim. Visit to the river port at eleven, lunch with the bargemen's union, then the technical college. Back in Paris by 21.40.
Tuesday: morning at headquarters, recording of the radio message at two in the studio on rue Bayard. Nothing in the evening, please.
Wednesday: car to Reims and Charleville. The mayor of Sedan asked for twenty minutes; give him forty. Sleep in Charleville.
Thursday: debate rehearsal all day at the usual place. Telephones stay outside.
Friday: rest until noon. Train to Rennes at 14.35, four seats booked in the name of Garnier.
`,
  },
];

export const accounts = [
  {
    name: 'releve-dons-fevrier',
    csv: `Date;Département;Nombre de dons;Montant
01/02/2027;Seine-Maritime;214;18 640,00
02/02/2027;Finistère;188;15 275,50
03/02/2027;Nord;302;24 910,00
04/02/2027;Gironde;121;9 884,00
05/02/2027;Rhône;260;23 115,00
08/02/2027;Loire-Atlantique;197;16 402,00
09/02/2027;Bas-Rhin;143;12 760,00
10/02/2027;Hérault;99;7 915,25
11/02/2027;Isère;176;14 038,00
12/02/2027;Paris;411;52 390,00
Total;;2111;195 329,75
`,
  },
  {
    name: 'office-expenses-march',
    csv: `Date,Supplier,Description,Amount EUR
2027-03-01,Tanneurs Immobilier,Rent of headquarters March,6200.00
2027-03-02,Voltaris,Electricity,418.77
2027-03-04,Paper & Co,Office supplies,312.40
2027-03-05,Nordfibre,Internet and telephone,239.00
2027-03-09,Garage Lamy,Van repair,1184.60
2027-03-12,Traiteur Sablon,Volunteer meals Le Havre,2950.00
2027-03-15,Meridian Polling,Second wave,17500.00
2027-03-19,Imprimerie du Canal,Posters second run,5460.00
2027-03-23,Assur'Pro,Public liability insurance,1870.15
2027-03-30,Nettoyage Éclair,Cleaning,540.00
Total,,,36674.92
`,
  },
];

/** The budget: three sheets of rows; numbers are numbers, `=` starts a formula. */
export const budget = {
  name: 'budget-campagne-2027',
  form: ['xlsx', 'ods'],
  sheets: [
    {
      name: 'Recettes',
      rows: [
        ['Origine', 'Prévu', 'Reçu au 31 mars', 'Écart'],
        ['Dons de personnes physiques', 620000, 587340, '=C2-B2'],
        ['Apport du candidat', 150000, 150000, '=C3-B3'],
        ['Contribution du mouvement', 480000, 455000, '=C4-B4'],
        ['Emprunt bancaire', 900000, 900000, '=C5-B5'],
        ['Vente de matériel', 35000, 28715, '=C6-B6'],
        ['Total', '=SUM(B2:B6)', '=SUM(C2:C6)', '=C7-B7'],
      ],
    },
    {
      name: 'Dépenses',
      rows: [
        ['Poste', 'Prévu', 'Engagé', 'Fournisseur principal'],
        ['Réunions publiques', 640000, 512800, 'Les Salles du Port'],
        ['Impression et affichage', 310000, 287450, 'Imprimerie du Canal'],
        ['Enquêtes d’opinion', 52500, 35000, 'Meridian Polling'],
        ['Transport', 185000, 143975, 'Coastline Coaches'],
        ['Personnel', 420000, 398120, 'Salariés de l’association'],
        ['Numérique', 210000, 176300, 'Divers'],
        ['Loyer et fonctionnement', 96000, 81240, 'Tanneurs Immobilier'],
        ['Honoraires', 48000, 45600, 'Cabinet Tissier'],
        ['Total', '=SUM(B2:B9)', '=SUM(C2:C9)', ''],
      ],
    },
    {
      name: 'Trésorerie',
      rows: [
        ['Mois', 'Solde initial', 'Entrées', 'Sorties', 'Solde final'],
        ['Janvier', 118350, 214600, 96250, '=B2+C2-D2'],
        ['Février', 236700, 1046055, 402815, '=B3+C3-D3'],
        ['Mars', 879940, 860400, 744610, '=B4+C4-D4'],
      ],
    },
  ],
};

/** Files that exist only as attachments of a mail. */
export const attachments = [
  {
    name: 'note-honoraires',
    form: ['pdf'],
    lang: 'fr',
    html: `<h1>Note d’honoraires n° 2027-31</h1>
${p('Cabinet Tissier, avocats, 4 place de la Fontaine, à l’association de financement Horizon commun. Diligences accomplies du 1er au 28 février 2027.')}
${table(
  ['Diligence', 'Heures', 'Taux', 'Montant'],
  ['Réponse à la commission des comptes', '14,5', '260 €', '3 770,00 €'],
  ['Relecture des contrats de location', '6', '260 €', '1 560,00 €'],
  ['Assistance à la réunion du 9 février', '3', '260 €', '780,00 €'],
  ['Frais de déplacement', '', '', '184,20 €'],
)}
${p('Total hors taxes : 6 294,20 euros. Taxe sur la valeur ajoutée à 20 % : 1 258,84 euros. Net à payer : 7 553,04 euros, par virement sous trente jours. Aucun escompte n’est accordé pour paiement anticipé.')}`,
  },
  {
    name: 'liste-accreditations',
    csv: `Nom;Rédaction;Pays;Fonction
Agnès Couturier;Le Courrier du Littoral;France;Rédactrice
Benoît Hamelin;Radio Estuaire;France;Reporter
Chiara Donati;La Gazzetta del Nord;Italie;Correspondante
David Okafor;The Harbour Post;Royaume-Uni;Photographe
Elke Brandt;Nordwest Funk;Allemagne;Reporter
François Lebrun;Agence Littorale;France;Dépêches
Greta Lindqvist;Kustbladet;Suède;Correspondante
Hélène Mabire;Télé Manche;France;Cadreuse
`,
  },
];
