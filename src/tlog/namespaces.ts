/**
 * Namespaces of SSH signatures: what is signed for one use is worth nothing for another, not even
 * where the bytes are the same.
 */
export const MANIFEST_NAMESPACE = 'empreinte-manifest@v1';
export const STATEMENT_NAMESPACE = 'empreinte-statement@v1';
