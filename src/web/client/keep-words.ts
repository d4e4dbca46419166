/** Words of the button that keeps a receipt, both languages: they come with the document's own script. */
export const KEEP_WORDS = {
  fr: {
    heading: 'Garder un reçu',
    hint: 'Le registre signe sa réponse et la garde 90 jours à une adresse que personne ne peut deviner. Il y garde ce qu’il a signé, dont l’enregistrement et le déclarant qu’elle nomme, s’il y en a\u202f; ni le fichier, ni son nom, ni ses empreintes. La fin de l’adresse, après «\u202f#\u202f», lie le reçu au fichier et n’est pas envoyée.',
    button: 'Garder ce reçu',
    busy: 'Le registre signe…',
    kept: (until: string) => `Reçu gardé, jusqu’au ${until}\u202f:`,
    failed: 'Le reçu n’a pas pu être gardé. Réessayez, ou exportez le JSON avec les reçus signés.',
  },
  en: {
    heading: 'Keep a receipt',
    hint: 'The registry signs its answer and keeps it for 90 days at an address that nobody can guess. It keeps what it signed, with the record and the registrant that it names, if any; not the file, its name or its digests. The end of the address, after “#”, ties the receipt to the file and is not sent.',
    button: 'Keep this receipt',
    busy: 'The registry is signing…',
    kept: (until: string) => `Receipt kept, until ${until}:`,
    failed: 'The receipt could not be kept. Try again, or export the JSON with signed receipts.',
  },
} as const;
