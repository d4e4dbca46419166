/**
 * How long what was deployed may be trusted to name the right person. RFC 9116 advises less than a
 * year: a registry that nobody has deployed for half a year says so by an expiry that has passed.
 */
const VALID_DAYS = 180;

export interface SecurityTxt {
  /** `mailto:` or `https:` addresses, separated by commas, the preferred first. */
  readonly contact: string | undefined;
  /** When this version was deployed; of a local one, when it was started. */
  readonly deployed: Date;
  readonly origin: string | undefined;
}

/** The text of `/.well-known/security.txt` (RFC 9116); null without a contact. */
export function securityTxt({ contact, deployed, origin }: SecurityTxt): string | null {
  const contacts = (contact ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one.length <= 300 && /^(?:mailto:|https:\/\/)[!-~]+$/.test(one));
  if (contacts.length === 0) return null;
  const expires = new Date(deployed.getTime() + VALID_DAYS * 86_400_000);
  return [
    ...contacts.map((one) => `Contact: ${one}`),
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: fr, en',
    ...(origin ? [`Canonical: ${new URL('/.well-known/security.txt', origin).href}`] : []),
    '',
  ].join('\n');
}
