/** Texts that only the forgers wrote: nothing like them is registered. */
export const foreign = {
  contract: `<h1>Convention de prestation confidentielle</h1>
<p>La société Blackmoor Advisory, établie à Nicosie, fournira à un groupe de sympathisants des études sur la perception de plusieurs personnalités publiques dans douze pays. Les livrables sont décrits à l’annexe B et remis exclusivement sur support chiffré.</p>
<p>La rémunération forfaitaire s’élève à 820 000 dollars, versés en quatre échéances sur un compte ouvert à Chypre. Aucune mention de la présente convention ne sera faite dans les comptes d’une quelconque association. Les parties conviennent de détruire toute correspondance au terme de la mission.</p>
<p>Tout différend relève de l’arbitrage d’un juriste unique siégeant à Genève, qui statuera en équité et dont la sentence ne sera pas publiée. La convention est rédigée en un seul exemplaire conservé par le prestataire.</p>`,
  mail: {
    from: 'claire',
    to: ['hugo'],
    cc: [],
    date: '2027-04-18T23:58:00+02:00',
    subject: 'Offshore',
    encoding: 'quoted-printable',
    text: `Hugo, il faut que le virement de Nicosie passe avant la fin de la semaine, et surtout qu'il n'apparaisse nulle part. Vois avec le banquier habituel, il sait comment découper les sommes pour rester sous le seuil de déclaration.

Si un journaliste appelle, tu ne connais ni Blackmoor ni personne à Chypre. J'ai effacé nos échanges du mois dernier ; fais pareil de ton côté, y compris sur le téléphone de secours. Nous en parlerons de vive voix dans la voiture.
`,
  },
  shortNote: `Hugo : payer le solde de la salle lundi. 9 000 € en liquide. C.\n`,
};
