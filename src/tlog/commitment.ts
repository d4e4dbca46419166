import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { STREAMS } from '../fingerprint/document.ts';
import { installedKernel } from '../fingerprint/kernel.ts';
import {
  type ContentPrint,
  type Fingerprint,
  MAIL_FIELDS,
  type MailPrint,
} from '../fingerprint/profile.ts';
import { root } from './merkle.ts';

/**
 * Salted commitments to a fingerprint, one per layer of each part, described in
 * `schema/commitment.md`. The root over them goes into manifests and the public log and
 * tells nothing; showing one layer's salt later opens that layer alone.
 */

/** One committed value: `path` names part and layer, `value` is empty where it is missing. */
export interface CommittedLayer {
  readonly path: string;
  readonly value: string;
}

/** Everything of a fingerprint that a proof can open, sorted by path in code unit order. */
export function committedLayers(fingerprint: Fingerprint): CommittedLayer[] {
  const layers: CommittedLayer[] = [];
  addPart(layers, '', fingerprint);
  return layers.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/**
 * Commitment of a record: the RFC 6962 root over its layers' salted leaves, 32 bytes.
 *
 * @param salt the record's own, 32 random bytes made by the registrar's client
 * @throws RangeError for a salt of another length
 */
export function recordCommitment(fingerprint: Fingerprint, salt: Uint8Array): Uint8Array {
  if (salt.length !== 32) throw new RangeError('a record salt has 32 bytes');
  const layers = committedLayers(fingerprint);
  const known = installedKernel()?.sha256.layersRoot(salt, layers);
  return known ?? root(layers.map((layer) => layerLeaf(layer, salt)));
}

/** Root over a batch's record commitments in the order of its items, 32 bytes. */
export function batchRoot(commitments: Iterable<Uint8Array>): Uint8Array {
  return root(commitments);
}

/** Leaf data of one layer: its own salt, its path, a zero byte, its value. */
export function layerLeaf({ path, value }: CommittedLayer, salt: Uint8Array): Uint8Array {
  const bytes = utf8ToBytes(path);
  return concatBytes(hmac(sha256, salt, bytes), bytes, Uint8Array.of(0), utf8ToBytes(value));
}

function addPart(layers: CommittedLayer[], at: string, print: Fingerprint): void {
  const add = (layer: string, value: string | null) =>
    layers.push({ path: `${at}:${layer}`, value: value ?? '' });
  add('profile', print.profile);
  add('name', print.name);
  add('type', print.type);
  add('problem', print.problem);
  add('bytes.size', String(print.bytes.size));
  add('bytes.sha256', print.bytes.sha256);
  add('parts', String(print.parts.length));
  addContent(add, 'content', print.content);
  addMail(add, print.mail);
  print.parts.forEach((part, i) => {
    addPart(layers, at === '' ? String(i) : `${at}/${i}`, part);
  });
}

type Add = (layer: string, value: string | null) => void;

function addContent(add: Add, name: string, content: ContentPrint | null): void {
  if (!content) return;
  add(`${name}.extractor`, content.extractor);
  add(`${name}.body`, content.body);
  add(`${name}.body_joined`, content.body_joined);
  add(`${name}.bag`, content.bag);
  add(`${name}.labels`, content.labels);
  add(`${name}.furniture`, content.furniture);
  add(`${name}.drawn`, content.drawn);
  for (const stream of STREAMS) {
    const digest = content.beside[stream];
    if (digest !== undefined) add(`${name}.beside.${stream}`, digest);
  }
  content.readings?.forEach((reading, i) => {
    for (const field of ['body_joined', 'labels', 'furniture'] as const) {
      add(`${name}.readings/${i}.${field}`, reading[field]);
    }
  });
  add(`${name}.marks`, [...content.marks].sort().join(' '));
}

function addMail(add: Add, mail: MailPrint | null): void {
  if (!mail) return;
  for (const field of MAIL_FIELDS) add(`mail.${field}`, mail[field]);
  add('mail.alternatives', String(mail.alternatives.length));
  mail.alternatives.forEach((body, i) => {
    addContent(add, `mail.alternatives/${i}`, body);
  });
  addContent(add, 'mail.quoted', mail.quoted);
  addContent(add, 'mail.signature', mail.signature);
  addContent(add, 'mail.footer', mail.footer);
  addContent(add, 'mail.whole', mail.whole);
  add('mail.thread', String(mail.thread.length));
  mail.thread.forEach(({ content, ...stated }, i) => {
    for (const [field, digest] of Object.entries(stated)) add(`mail.thread/${i}.${field}`, digest);
    addContent(add, `mail.thread/${i}`, content);
  });
}
