/** Namespaces of OpenDocument (ODF 1.3 part 3, chapter 19) and groups of its elements. */

const OASIS = 'urn:oasis:names:tc:opendocument:xmlns:';

export const ODF_NAMESPACES = new Map([
  [`${OASIS}office:1.0`, 'office'],
  [`${OASIS}text:1.0`, 'text'],
  [`${OASIS}table:1.0`, 'table'],
  [`${OASIS}style:1.0`, 'style'],
  [`${OASIS}drawing:1.0`, 'draw'],
  [`${OASIS}presentation:1.0`, 'presentation'],
  [`${OASIS}datastyle:1.0`, 'number'],
  [`${OASIS}svg-compatible:1.0`, 'svg'],
  [`${OASIS}manifest:1.0`, 'manifest'],
  [`${OASIS}script:1.0`, 'script'],
  [`${OASIS}xsl-fo-compatible:1.0`, 'fo'],
  [`${OASIS}form:1.0`, 'form'],
  [`${OASIS}chart:1.0`, 'chart'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['http://www.w3.org/1999/xlink', 'xlink'],
  ['http://www.w3.org/1998/Math/MathML', 'math'],
  ['http://www.w3.org/XML/1998/namespace', 'xml'],
  ['urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0', 'loext'],
]);

/** Alternative texts, cached list labels, pronunciation, code. */
export const NOT_TEXT =
  /^(?:office:(?:annotation-end|scripts|binary-data|dde-source|event-listeners|change-info)|svg:(?:title|desc)|text:(?:ruby-text|number|script|tracked-changes|[\w-]+-source|sequence-decls)|table:tracked-changes)$/;

/** Fields that print a document property, refreshed when the file is opened. */
export const PROPERTY_FIELDS =
  /^text:(?:title|subject|keywords|description|initial-creator|creator|creation-(?:date|time)|modification-(?:date|time)|print-(?:date|time)|printed-by|editing-(?:cycles|duration)|user-defined)$/;

/** Boxes of a slide that repeat on every slide. */
export const SLIDE_FURNITURE = /^(?:header|footer|date-time|page-number)$/;
