/** All that is done to a document. */
import { attachmentOperators } from './operators-attachment.mjs';
import { cellOperators } from './operators-cell.mjs';
import { copyOperators } from './operators-copy.mjs';
import { drawnOperators } from './operators-drawn.mjs';
import { forwardOperators } from './operators-forward.mjs';
import { mailOperators } from './operators-mail.mjs';
import { mixedOperators } from './operators-mixed.mjs';
import { pdfOperators } from './operators-pdf.mjs';
import { placeOperators } from './operators-place.mjs';
import { textOperators } from './operators-text.mjs';

export const OPERATORS = [
  ...copyOperators,
  ...textOperators,
  ...cellOperators,
  ...placeOperators,
  ...drawnOperators,
  ...pdfOperators,
  ...mailOperators,
  ...forwardOperators,
  ...attachmentOperators,
  ...mixedOperators,
];
