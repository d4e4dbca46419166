/** How a member of a large archive stands in the bytes that are cut out of it. */
export type Packed =
  /** As it is. */
  | { readonly kind: 'stored' }
  /** A mail of a mailbox below its `From ` line (`../extract/mbox.ts`). */
  | { readonly kind: 'quoted' }
  /** Of a zip, with its local header, which may be followed by other members. */
  | {
      readonly kind: 'zipped';
      readonly method: number;
      readonly compressedSize: number;
      /** As the directory tells it, like the checksum. */
      readonly size: number;
      readonly crc32: number;
    };

/** Bytes of the member, as far as its archive tells. */
export function sizeOf(blob: Pick<Blob, 'size'>, packed: Packed | null): number {
  return packed?.kind === 'zipped' ? packed.size : blob.size;
}
