/** Examples of receipts, keys and timestamps; a test sends or parses every one of them. */
import type {
  KeepRequest,
  KeptReceipt,
  KeysAnswer,
  TimestampsAnswer,
} from '../registry/contract.ts';

export const KEYS_ANSWER: KeysAnswer = {
  log: {
    origin: 'registre.example/log',
    keys: ['registre.example/log+3d989ae0+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop'],
    policy: '',
  },
  receipts: [
    {
      kty: 'OKP',
      crv: 'Ed25519',
      x: 'O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik',
      kid: '9ZP03Nu8GrXPAUkbKNxHOKBzxPX83SShgFkRNK-f2lw',
    },
  ],
};

/**
 * Of the first result of `CHECK_ANSWER`, signed with the key of `KEYS_ANSWER`, whose private half is 32
 * bytes of zero and guards nothing; the salt is 32 bytes of `5a`.
 */
export const KEEP_REQUEST: KeepRequest = {
  receipt:
    'eyJhbGciOiJFZDI1NTE5IiwidHlwIjoiZW1wcmVpbnRlLXJlY2VpcHQrandzIiwia2lkIjoiOVpQMDNOdThHclhQQVVrYktOeEhPS0J6eFBYODNTU2hnRmtSTkstZjJsdyJ9.eyJ2IjoxLCJpc3MiOiJodHRwczovL3JlZ2lzdHJlLmV4YW1wbGUiLCJpZCI6InJjdF8wZjFlMmQzYzRiNWE2OTc4ODc5NmE1YjRjM2QyZTFmMCIsImF0IjoiMjAyNy0wNS0wMlQxODowNDoxMVoiLCJhYm91dCI6ImEgZmluZ2VycHJpbnQgdGhhdCB0aGUgY2FsbGVyIHNlbnQiLCJjb3ZlcnMiOlt7Im9mIjoiYnl0ZXMuc2hhMjU2IiwiY29tbWl0bWVudCI6IjQ3OWM2MWQzNGVmMDBmZjkxYzE1MGI5OTEyNGQ4MThmNGYzNDIwMzM5MTY4YzE3Nzk4NmE0NGY4NmYwMWFmYWEifV0sInZlcmRpY3QiOiJhYnNlbnQiLCJncmFkZSI6bnVsbCwicmVhc29uIjpudWxsLCJyZWNvcmQiOm51bGwsInJlZ2lzdGVyZWRfYXMiOm51bGwsImNvcnB1cyI6bnVsbCwicmVnaXN0cmFudCI6bnVsbCwicmVnaXN0ZXJlZF9hdCI6bnVsbCwic3RhdGVfc2luY2UiOm51bGwsIm5vdGVzIjpbImJ5dGVzX29ubHkiXSwic2FtZV90ZW1wbGF0ZSI6bnVsbCwiZXZpZGVuY2UiOnsiYWdyZWVzIjpbXSwiZGlmZmVycyI6W10sInVudmVyaWZpZWQiOlsiYm9keSIsImFwcGVhcmFuY2UiXX0sImVudHJ5IjpudWxsLCJwYXJ0cyI6W10sImNvcnBvcmEiOnsiY29uc3VsdGVkIjpbeyJpZCI6Imhvcml6b24tMjAyNyIsInJlY29yZHMiOjEyMDQsImNvdmVyYWdlIjoiTWFpbGJveGVzIHByZXNzZUAgYW5kIHRyZXNvcmVyaWVALCAxIEphbnVhcnkgdG8gMzAgQXByaWwgMjAyNzsgbm90IHByaXZhdGUgbWFpbC4ifV0sImNsb3NlZCI6W119LCJsb2ciOnsib3JpZ2luIjoicmVnaXN0cmUuZXhhbXBsZS9sb2ciLCJzaXplIjoxMjA1LCJyb290IjoiMGFjNTE4NmE5MTg2M2U4ZTFkOTBjODA4MDE0YWE4OWJmNWRhOGUzZWUxZDlmMDc2MzBmMDM3OGY2OGYxYWI2MiJ9fQ.ccagraIO-jWmb2tquWWDD6CrXUv4RMequMzv7w2qcGFRzc9h4Vagnh0Po0t9tXfyO-xgpKvOl2pDyXaSnO-TDQ',
};

export const KEPT_RECEIPT: KeptReceipt = {
  id: 'rct_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  receipt: KEEP_REQUEST.receipt,
  kept_at: '2027-05-02T18:05:00.000Z',
  expires_at: '2027-07-31T18:05:00.000Z',
  pages: {
    fr: '/fr/recu/rct_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    en: '/en/receipt/rct_0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  },
};

export const STAMPED_SIZE = 1205;

export const TIMESTAMPS_ANSWER: TimestampsAnswer = {
  timestamps: [{ size: STAMPED_SIZE, time: '2027-04-23T09:40:00.000Z' }],
};
