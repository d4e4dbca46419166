/** Which package a zip file is: Office Open XML (ECMA-376), OpenDocument, or just an archive. */
import type { Limits } from './limits.ts';
import { ExtractError } from './reader.ts';
import type { Sniffed } from './sniff.ts';
import { readZipDirectory, type ZipMember } from './zip.ts';

export const OOXML = 'application/vnd.openxmlformats-officedocument';
export const DOCX = `${OOXML}.wordprocessingml.document`;
export const XLSX = `${OOXML}.spreadsheetml.sheet`;
export const PPTX = `${OOXML}.presentationml.presentation`;
export const ODF = 'application/vnd.oasis.opendocument';
export const ZIP = 'application/zip';

const FOLDERS: readonly (readonly [folder: string, type: string])[] = [
  ['word/', DOCX],
  ['xl/', XLSX],
  ['ppt/', PPTX],
];

/** Longest ODF type, a master document's template, and some room. */
const MAX_MIMETYPE = 100;

export function sniffZip(bytes: Uint8Array, limits: Limits): Sniffed {
  let members: readonly ZipMember[];
  try {
    members = readZipDirectory(bytes, limits).members;
  } catch (error) {
    if (!(error instanceof ExtractError)) throw error;
    return { type: ZIP, problem: error.problem, detail: error.message };
  }
  const mimetype = members.find((member) => member.name === 'mimetype' && member.method === 0);
  if (mimetype && mimetype.size <= MAX_MIMETYPE) {
    const { dataOffset, size } = mimetype;
    const type = String.fromCharCode(...bytes.subarray(dataOffset, dataOffset + size)).trim();
    if (type.startsWith(`${ODF}.`)) return { type };
  }
  const names = members.map((member) => member.name.toLowerCase());
  if (names.includes('[content_types].xml')) {
    // The folder with most members, should a package embed another's parts.
    const counted = FOLDERS.map(([folder, type]) => ({
      type,
      count: names.filter((name) => name.startsWith(folder)).length,
    }));
    const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
    if (best.count > 0) return { type: best.type };
  }
  return { type: ZIP };
}
