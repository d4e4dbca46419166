/** The fictional campaign: nobody and nothing here exists; `.example` is reserved. */
export const people = {
  claire: ['Claire Valmont', 'claire.valmont@horizon-commun.example'],
  hugo: ['Hugo Delmas', 'tresorerie@horizon-commun.example'],
  ines: ['Inès Rouvier', 'presse@horizon-commun.example'],
  karim: ['Karim Benali', 'karim.benali@horizon-commun.example'],
  lucie: ['Lucie Garnier', 'lucie.garnier@horizon-commun.example'],
  tom: ['Tom Ashworth', 'tom.ashworth@horizon-commun.example'],
  sarah: ['Sarah Whitlock', 's.whitlock@meridian-polling.example'],
  paul: ['Paul Lemercier', 'p.lemercier@imprimerie-du-canal.example'],
  nadia: ['Nadia Ferrand', 'nadia.ferrand@salles-du-port.example'],
  owen: ['Owen Price', 'owen.price@coastline-coaches.example'],
  marc: ['Marc Tissier', 'm.tissier@cabinet-tissier.example'],
};
