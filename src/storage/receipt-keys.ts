import { fromBase64 } from '../tlog/base64.ts';
import { type ReceiptSigner, receiptSigner } from '../tlog/receipt.ts';

/**
 * Those who sign receipts, newest first; the first signs, the others are published so that what they
 * signed can be verified.
 *
 * @param text Ed25519 private keys, base64 of PKCS #8, separated by commas
 * @throws TypeError for keys that cannot be read
 */
export async function receiptSigners(text: string | undefined): Promise<ReceiptSigner[]> {
  const keys = (text ?? '').split(',').map((key) => key.trim());
  return Promise.all(
    keys
      .filter((key) => key !== '')
      .map((key) => {
        const pkcs8 = fromBase64(key);
        if (!pkcs8)
          throw new TypeError('RECEIPT_KEYS wants base64 of PKCS #8, separated by commas');
        return receiptSigner(pkcs8);
      }),
  );
}
