import {
  ContentInfo,
  EncapsulatedContent,
  EncapsulatedContentInfo,
  id_signedData,
  SignedData,
} from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  id_ct_tstInfo,
  PKIStatusInfo,
  TimeStampReq,
  TimeStampResp,
  TimeStampToken,
  TSTInfo,
} from '@peculiar/asn1-tsp';

/** The time that it states. */
export const TIME = new Date('2027-04-23T09:40:00Z');

/** An authority that signs nothing; those of openssl are asked in Node, where a signature is verified. */
export async function grant(init: RequestInit): Promise<Response> {
  const request = AsnConvert.parse(init.body as Uint8Array<ArrayBuffer>, TimeStampReq);
  const { messageImprint, nonce } = request;
  const info = new TSTInfo({
    version: 1,
    policy: '1.3.6.1.4.1.99999.1',
    messageImprint,
    serialNumber: Uint8Array.of(7).buffer,
    genTime: TIME,
    ...(nonce && { nonce }),
  });
  const eContent = new EncapsulatedContent({ single: new OctetString(AsnConvert.serialize(info)) });
  const signed = new SignedData({
    version: 3,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: id_ct_tstInfo, eContent }),
  });
  const content = { contentType: id_signedData, content: AsnConvert.serialize(signed) };
  const token = AsnConvert.parse(AsnConvert.serialize(new ContentInfo(content)), TimeStampToken);
  const status = new PKIStatusInfo({ status: 0 });
  return new Response(AsnConvert.serialize(new TimeStampResp({ status, timeStampToken: token })));
}
