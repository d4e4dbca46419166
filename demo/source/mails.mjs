/**
 * Mails of the fictional campaign. `encoding` is the transfer encoding of the body;
 * `attach` names files made from the other sources; `html` adds an HTML alternative;
 * `quote` is the mail answered.
 */
export const mails = [
  {
    name: '2027-01-14-salle-du-havre',
    from: 'nadia',
    to: ['hugo'],
    cc: ['karim'],
    date: '2027-01-14T09:12:00+01:00',
    subject: 'Devis pour la salle du quai des Brumes',
    encoding: 'quoted-printable',
    text: `Bonjour Monsieur Delmas,

Comme convenu hier au téléphone, je vous confirme que la grande salle est libre le dimanche 14 mars. Je peux la bloquer jusqu'au 25 janvier sans engagement de votre part.

Le forfait s'établit à 45 000 euros hors taxes, gardiennage compris. La location de praticables supplémentaires serait facturée 1 350 euros par jour. Le service de restauration est assuré par un prestataire que nous vous recommandons mais que vous restez libre de ne pas choisir.

Je reste à votre disposition pour une visite la semaine prochaine, de préférence mardi ou jeudi matin.

Cordialement,
Nadia Ferrand
`,
  },
  {
    name: '2027-01-15-re-salle-du-havre',
    from: 'hugo',
    to: ['nadia'],
    cc: ['karim'],
    date: '2027-01-15T11:40:00+01:00',
    subject: 'Re: Devis pour la salle du quai des Brumes',
    encoding: 'quoted-printable',
    quote: '2027-01-14-salle-du-havre',
    text: `Bonjour Madame,

Merci de votre envoi. Le prix nous convient sur le principe, à condition que l'acompte soit remboursable si la préfecture interdit la réunion. Notre commissaire aux comptes insiste sur ce point, car la commission nationale refuse de rembourser les sommes versées sans contrepartie.

Je viendrai jeudi à dix heures avec Karim Benali, qui s'occupe de la scène et des accès. Pourriez-vous nous préparer un plan coté et la liste des issues de secours ?

Bien à vous,
Hugo Delmas
`,
  },
  {
    name: '2027-02-02-contrat-signe',
    from: 'hugo',
    to: ['nadia', 'claire'],
    cc: [],
    date: '2027-02-02T17:05:00+01:00',
    subject: 'Contrat signé pour le 14 mars',
    encoding: 'base64',
    attach: ['contrat-salle-du-port.docx'],
    text: `Chère Madame, chère Claire,

Vous trouverez ci-joint le contrat signé ce jour. L'acompte de trente pour cent part par virement demain matin ; merci de nous en accuser réception, je dois joindre la preuve au compte de campagne.

Claire, rien n'est à faire de votre côté. La jauge de 1 850 places est celle que la commission de sécurité a validée en novembre ; il ne faut annoncer aucun autre chiffre à la presse.

Hugo Delmas
Trésorier
`,
  },
  {
    name: '2027-01-18-imprimeur',
    from: 'paul',
    to: ['hugo'],
    cc: ['ines'],
    date: '2027-01-18T08:31:00+01:00',
    subject: 'Tracts et affiches : calendrier',
    encoding: '8bit',
    text: `Bonjour,

Pour tenir la livraison du 1er au 5 mars, il nous faut les fichiers définitifs le 18 février à midi, dernier délai. La presse offset est réservée pour vous les nuits du 20 au 24.

Le papier a augmenté de quatre pour cent depuis l'automne, mais je maintiens le prix du devis si le bon de commande me parvient avant la fin du mois. Les affiches seront imprimées sur un papier légèrement plus épais que la dernière fois, car plusieurs de vos colleurs s'étaient plaints de déchirures par temps humide.

Bonne journée,
Paul Lemercier, Imprimerie du Canal
`,
  },
  {
    name: '2027-01-29-bon-de-commande',
    from: 'hugo',
    to: ['paul'],
    cc: [],
    date: '2027-01-29T16:22:00+01:00',
    subject: 'Bon de commande 2027-118',
    encoding: 'quoted-printable',
    attach: ['contrat-impression-tracts.pdf'],
    text: `Monsieur,

Voici le bon de commande signé. J'attire votre attention sur la répartition des douze dépôts : celui de Marseille doit recevoir le double des autres, parce qu'il sert aussi les fédérations de Corse.

La facture est à adresser à l'association de financement et non au mouvement, faute de quoi nous ne pourrons pas la régler. Merci d'indiquer sur chaque document imprimé le nom de l'imprimeur et la mention légale.

Hugo Delmas
`,
  },
  {
    name: '2027-01-25-polling-agreement',
    from: 'sarah',
    to: ['hugo'],
    cc: ['tom'],
    date: '2027-01-25T14:00:00+01:00',
    subject: 'Signed agreement and fieldwork dates',
    encoding: 'quoted-printable',
    attach: ['polling-agreement.docx'],
    text: `Dear Hugo,

Please find the agreement signed on our side. The first wave goes into the field on Monday 8 February; interviewers have been briefed and the sample was drawn last night. You will have the topline on the Friday and the complete tables the Tuesday after.

One remark on your question about rail fares: as drafted it mentions a price before asking for an opinion, which pushes respondents towards yes. I have put the two halves in random order instead. If you would rather drop it, let me know by Thursday noon.

Kind regards,
Sarah Whitlock
`,
  },
  {
    name: '2027-02-16-first-wave',
    from: 'sarah',
    to: ['hugo', 'claire'],
    cc: ['tom'],
    date: '2027-02-16T18:47:00+01:00',
    subject: 'First wave: what to read and what not to',
    encoding: '8bit',
    text: `Dear all,

The report is on its way by courier. Three things before you open it.

First, the seven point rise in name recognition is solid, since every age group moved. Second, the apparent fall among farmers is not: there are only fifty-eight of them in the sample, so the difference could easily be noise. Third, voting intention is unchanged at thirteen per cent, and I would not brief journalists otherwise.

The second wave will carry the additional block on pensions that Tom requested. It adds two questions within the agreed limit, therefore no extra charge.

Best wishes,
Sarah
`,
  },
  {
    name: '2027-02-17-re-first-wave',
    from: 'claire',
    to: ['sarah'],
    cc: ['hugo', 'tom'],
    date: '2027-02-17T07:55:00+01:00',
    subject: 'Re: First wave: what to read and what not to',
    encoding: 'quoted-printable',
    quote: '2027-02-16-first-wave',
    text: `Sarah,

Thank you for being so plain about it. I read the tables on the train and came to the same conclusion on farmers, although my federation presidents will not like it. We shall present the land plan in Rennes next week anyway; it deserves to be judged after people have heard of it.

Could the second wave tell us whether the word "bank" does harm? My guess is that a public land bank sounds like debt to half of the people we want to reassure.

Claire
`,
  },
  {
    name: '2027-02-10-hameconnage',
    from: 'tom',
    to: ['claire', 'hugo', 'ines', 'karim', 'lucie'],
    cc: [],
    date: '2027-02-10T08:05:00+01:00',
    subject: 'Important : courriels piégés',
    encoding: 'quoted-printable',
    html: true,
    text: `Bonjour à tous,

Depuis lundi, dix-neuf bénévoles ont reçu un message qui imite notre messagerie et leur demande de confirmer leur mot de passe. Le lien mène à un site hébergé à l'étranger, enregistré il y a six jours. Deux personnes ont saisi leurs identifiants ; leurs comptes ont été fermés dans le quart d'heure.

Trois règles, sans exception. N'ouvrez aucun lien qui vous demande de vous identifier : tapez l'adresse vous-mêmes. Activez la double authentification avant vendredi soir. Si vous avez un doute, appelez-moi, de jour comme de nuit ; personne ne sera réprimandé.

Tom Ashworth
`,
  },
  {
    name: '2027-02-11-procedure-mots-de-passe',
    from: 'tom',
    to: ['karim'],
    cc: [],
    date: '2027-02-11T19:20:00+01:00',
    subject: 'Clés physiques pour l’équipe de terrain',
    encoding: 'base64',
    text: `Karim,

J'ai commandé quarante clés de sécurité, à raison de deux par personne, l'une à garder chez soi. Elles arrivent mardi au local. Le prix unitaire est de 29 euros, donc 1 160 euros au total, que Hugo a acceptés sans discuter, ce qui mérite d'être noté.

Il me faudrait la liste exacte des permanents avant lundi midi. Les prestataires n'en recevront pas : leurs accès seront coupés chaque soir à vingt-deux heures.

Tom
`,
  },
  {
    name: '2027-02-22-presse-plan-agricole',
    from: 'ines',
    to: ['claire', 'lucie'],
    cc: [],
    date: '2027-02-22T21:30:00+01:00',
    subject: 'Revue de presse du plan agricole',
    encoding: 'quoted-printable',
    text: `Claire, Lucie,

Bonne couverture dans l'ensemble. Les quotidiens de l'Ouest titrent sur la banque publique des terres ; deux radios ont retenu la restauration scolaire. Un hebdomadaire parle d'usine à gaz, sans avoir lu le chiffrage semble-t-il, puisqu'il annonce un coût trois fois supérieur au nôtre.

J'ai demandé un rectificatif. Le rédacteur en chef m'a répondu que le chiffre de 3,4 milliards lui avait été fourni par un adversaire, ce qu'il n'écrira évidemment pas. Faut-il publier le détail du calcul dès demain plutôt que le 10 mars ?

Inès
`,
  },
  {
    name: '2027-02-23-re-revue-de-presse',
    from: 'lucie',
    to: ['ines'],
    cc: ['claire'],
    date: '2027-02-23T06:48:00+01:00',
    subject: 'Re: Revue de presse du plan agricole',
    encoding: '8bit',
    quote: '2027-02-22-presse-plan-agricole',
    text: `Bonjour Inès,

Je suis d'avis d'attendre. Le panel d'agronomes a exigé de découvrir le détail avant tout le monde, et Mme Kerdoncuff menace déjà de se retirer. Publier demain nous ferait gagner une journée et perdre la seule caution que personne ne conteste.

En revanche, on peut donner dès ce matin la liste des 380 millions réaffectés, ligne par ligne. Elle figure au budget de l'État, chacun pourra la vérifier.

Lucie
`,
  },
  {
    name: '2027-03-05-accreditation',
    from: 'ines',
    to: ['karim'],
    cc: ['tom'],
    date: '2027-03-05T12:15:00+01:00',
    subject: 'Accréditations pour Le Havre',
    encoding: 'quoted-printable',
    attach: ['liste-accreditations.csv'],
    text: `Karim,

Ci-joint la liste des journalistes accrédités à ce stade. Il y en aura d'autres, je la mettrai à jour vendredi à treize heures. Merci de réserver deux rangs à gauche de la scène et une estrade pour les caméras, à dix-huit mètres au plus du pupitre.

Trois équipes étrangères demandent une prise de son directe. Vois avec le technicien de la salle si la console dispose de sorties libres ; sinon nous louerons un répartiteur.

Inès
`,
  },
  {
    name: '2027-03-15-lendemain-du-havre',
    from: 'karim',
    to: ['claire', 'hugo', 'ines'],
    cc: [],
    date: '2027-03-15T10:02:00+01:00',
    subject: 'Le Havre : bilan à chaud',
    encoding: '8bit',
    text: `Bonjour,

Nous avons compté 1 790 entrées, soit soixante de moins que la jauge. Aucun incident. Les portes ont été fermées à seize heures vingt parce que la commission de sécurité l'avait demandé, et une centaine de personnes ont suivi le discours sur l'écran du parvis.

Deux points à corriger avant Nantes. Le retour son était trop fort pour les interprètes en langue des signes. Et la navette depuis la gare est passée toutes les vingt-cinq minutes au lieu de dix, parce que le prestataire n'avait envoyé que deux véhicules. Je demande une remise de 600 euros.

Karim
`,
  },
  {
    name: '2027-03-18-honoraires',
    from: 'marc',
    to: ['hugo'],
    cc: [],
    date: '2027-03-18T15:10:00+01:00',
    subject: 'Note d’honoraires et questions de la commission',
    encoding: 'quoted-printable',
    attach: ['note-honoraires.pdf'],
    text: `Cher Monsieur,

Je vous adresse ma note pour les diligences de février. Elle comprend la réponse à la commission nationale des comptes de campagne au sujet des dons en espèces : nous avons établi que les onze versements contestés proviennent bien de personnes physiques et qu'aucun ne dépasse 150 euros.

Il reste une difficulté. Le don reçu le 4 février par virement d'un compte joint doit être attribué à l'un des époux ; faites-leur signer l'attestation dont vous avez le modèle, avant le 30 avril.

Votre bien dévoué,
Marc Tissier, avocat
`,
  },
  {
    name: '2027-03-22-coaches',
    from: 'owen',
    to: ['karim'],
    cc: ['hugo'],
    date: '2027-03-22T09:44:00+01:00',
    subject: 'Coaches to Rennes on 17 April',
    encoding: 'quoted-printable',
    attach: ['coach-hire-contract.pdf'],
    text: `Hello Karim,

Contract attached, with the wheelchair coach confirmed for Saint-Malo rather than Vannes as you wished. I still need the name of one steward for each of the eleven coaches, plus a mobile number that will be answered at five in the morning.

The motorway operator has announced night works near Lamballe. My drivers would rather leave Brest twenty minutes earlier than take the detour; tell me if that is a problem for the people coming from Ouessant.

Owen
`,
  },
  {
    name: '2027-03-24-treasury-question',
    from: 'tom',
    to: ['hugo'],
    cc: [],
    date: '2027-03-24T22:18:00+01:00',
    subject: 'Cost of the new mail gateway',
    encoding: '8bit',
    text: `Hugo,

I know you hate surprises, so here is one with a month's notice. The filtering gateway that we have had on trial since January becomes chargeable on 24 April, at 3.90 euros for each mailbox and month. We have 212 mailboxes, of which about seventy belong to volunteers who have not logged in since Christmas. If I delete those first, the bill for the two remaining months comes to 1,107.60 euros.

In seven weeks it stopped 1,904 forged messages. I would keep it.

Tom
`,
  },
  {
    name: '2027-03-25-re-treasury-question',
    from: 'hugo',
    to: ['tom'],
    cc: [],
    date: '2027-03-25T08:02:00+01:00',
    subject: 'Re: Cost of the new mail gateway',
    encoding: 'quoted-printable',
    quote: '2027-03-24-treasury-question',
    text: `Tom,

Agreed, provided the idle mailboxes are archived and not simply deleted: the accounts commission may ask for correspondence until the end of the year. Please send me the archive on two encrypted disks, one for the safe at rue des Tanneurs and one for Maître Tissier.

And thank you for the notice. I only hate surprises that arrive as invoices.

Hugo
`,
  },
  {
    name: '2027-04-02-budget-revise',
    from: 'hugo',
    to: ['claire'],
    cc: ['marc'],
    date: '2027-04-02T18:30:00+02:00',
    subject: 'Budget au 31 mars',
    encoding: 'base64',
    attach: ['budget-campagne-2027.xlsx'],
    text: `Claire,

Voici le budget arrêté au 31 mars. Nous avons reçu 2 121 055 euros et engagé 1 680 485 euros. Le plafond légal laisse une marge confortable, mais la trésorerie sera tendue la semaine du 12 avril, quand le solde de la salle de Rennes et la dernière facture d'impression tomberont ensemble.

Je propose de repousser l'achat d'espaces numériques au 20 avril. Si vous êtes d'accord, un simple oui en réponse suffit pour que Maître Tissier le joigne au dossier.

Hugo
`,
  },
  {
    name: '2027-04-03-oui-budget',
    from: 'claire',
    to: ['hugo'],
    cc: ['marc'],
    date: '2027-04-03T07:12:00+02:00',
    subject: 'Re: Budget au 31 mars',
    encoding: 'quoted-printable',
    quote: '2027-04-02-budget-revise',
    text: `Oui pour repousser les achats numériques au 20 avril, comme vous le proposez.

Une question toutefois : dans l'onglet des dépenses, la ligne des enquêtes d'opinion n'a pas bougé alors que la deuxième vague nous a été livrée le 12 mars. La facture est-elle arrivée trop tard pour être engagée, ou bien manque-t-elle ? Je préfère que nous le sachions avant la commission.

Claire
`,
  },
  {
    name: '2027-04-06-debate-logistics',
    from: 'lucie',
    to: ['claire', 'tom'],
    cc: ['ines'],
    date: '2027-04-06T13:37:00+02:00',
    subject: 'Debate logistics',
    encoding: 'quoted-printable',
    html: true,
    text: `Dear both,

The broadcaster has settled the last open points. The draw puts us on the left of the screen, we speak second in the first half and first in the second. Speaking time is counted to the second, with a tolerance of forty-five seconds at the end. No notes larger than a postcard, no telephones, one adviser in the control room.

Make-up is at half past six. The car leaves at five; traffic will be dreadful because of the match. Please wear the grey jacket, the studio is blue.

Lucie
`,
  },
  {
    name: '2027-04-09-retours-debat',
    from: 'ines',
    to: ['claire'],
    cc: ['lucie', 'tom'],
    date: '2027-04-09T00:55:00+02:00',
    subject: 'Après le débat',
    encoding: '8bit',
    text: `Claire,

Avant de dormir : c'était bien, et tout le monde l'a vu. La réponse sur l'hôpital tourne déjà en boucle, près de 900 000 vues en deux heures. La presse étrangère retient surtout l'échange sur les retraites, où il a perdu son calme et vous non.

Un seul accroc. Vous avez dit que quatorze lignes de train seraient rouvertes, au lieu de douze. Je l'ai corrigé sur notre site à vingt-trois heures dix, en l'indiquant. Mieux vaut que cela vienne de nous.

Bonne nuit, demain rien avant midi.
Inès
`,
  },
  {
    name: '2027-04-12-securite-cloture',
    from: 'karim',
    to: ['tom', 'hugo'],
    cc: [],
    date: '2027-04-12T11:25:00+02:00',
    subject: 'Rennes : dispositif de sécurité',
    encoding: 'quoted-printable',
    text: `Bonjour,

La préfecture nous demande quarante agents agréés au lieu de vingt-six, à cause du match du même soir. Le surcoût est de 4 480 euros, devis de la société Vigie Ouest en main. Les bénévoles resteront affectés à l'accueil et aux parkings, sans fouille.

Les portiques seront livrés le 16 à quinze heures. Il faut quelqu'un sur place pour les recevoir, avec les clés du hall 4 ; je serai moi-même à Vannes pour les cars. Hugo, peux-tu signer avant mardi midi ?

Karim
`,
  },
  {
    name: '2027-04-20-thank-you',
    from: 'claire',
    to: ['karim', 'lucie', 'tom', 'ines', 'hugo'],
    cc: [],
    date: '2027-04-20T19:00:00+02:00',
    subject: 'Thank you, and the last four days',
    encoding: '8bit',
    text: `Friends,

Rennes was more than I dared to hope for: eleven thousand two hundred people, and I recognised a good many faces from that first evening in Rouen when we had put out far too many chairs. Thank you for every one of those hundred days.

Now the hard part. From Friday midnight we fall silent, all of us, online and off. Until then there will be rumours, perhaps documents with our names on them. Do not answer them, do not forward them, do not joke about them. Send them to Tom and go back to the doorsteps.

Claire
`,
  },
];
