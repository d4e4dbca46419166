import type {
  BackupManifestRequest,
  BackupPageRequest,
  RestoreAnswer,
  Vouched,
} from './contract-backup.ts';

/** Copies everything that the registry keeps, as it stands: what is sealed stays sealed. */
export interface Backups {
  /**
   * Opens a backup.
   *
   * @returns a `BackupTicket`
   * @throws RegistryError `log_closed`, `registration_closed` where the registry is not set up
   */
  begin(): Promise<Vouched>;
  /**
   * One page of a part; the same page again where it is asked for again.
   *
   * @returns a `BackupPage`
   * @throws RegistryError `backup_invalid` for what this registry did not give out
   */
  page(request: BackupPageRequest): Promise<Vouched>;
  /**
   * Closes a backup.
   *
   * @returns a `BackupManifest`
   * @throws RegistryError `backup_invalid`; `backup_changed` when something was registered meanwhile
   */
  end(request: BackupManifestRequest): Promise<Vouched>;
}

/** Fills an empty registry from a backup. Every step may be repeated. */
export interface Restores {
  /**
   * Begins, or goes on after an interruption.
   *
   * @param manifest a `BackupManifest`
   * @throws RegistryError `backup_invalid` when it was changed, or is another registry's;
   *   `not_empty` when anything stands here already
   */
  begin(manifest: Vouched): Promise<RestoreAnswer>;
  /**
   * Takes the next page of a part; one that was taken already changes nothing.
   *
   * @throws RegistryError `backup_invalid` for one that is not the next
   */
  page(page: Vouched): Promise<RestoreAnswer>;
  /**
   * Verifies that everything is there and opens the registry's log.
   *
   * @throws RegistryError `backup_invalid` for what is missing
   */
  end(): Promise<RestoreAnswer>;
}
