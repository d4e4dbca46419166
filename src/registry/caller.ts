/**
 * Names of callers, as quotas count them: `address:` and a digest for anyone, `registrar:`,
 * `accredited:` or `admin:` and an id for who holds a token.
 */

/** Whether somebody vouches for the caller: more may be asked, and scores are told. */
export function isAccredited(caller: string): boolean {
  return /^(?:registrar|accredited|admin):/.test(caller);
}

/**
 * Whether corpora of policy `accredited` are open to the caller. A registrar's token opens none,
 * so that who registers into one corpus sees nothing of another.
 */
export function opensAccredited(caller: string): boolean {
  return /^(?:accredited|admin):/.test(caller);
}
