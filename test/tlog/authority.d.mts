export function openAuthority(folder: string): {
  reply(query: Uint8Array): Uint8Array;
  verify(data: string | Uint8Array, response: Uint8Array): boolean;
};
