/** Examples of a streamed check, one value a line. */
import type { CheckResult, ProblemLine, StreamResult } from '../registry/contract.ts';
import { CHECK_ANSWER, CHECK_REQUEST_BARE, CORPUS_ID } from './examples.ts';

export const CHECK_LINES = CHECK_REQUEST_BARE.items;

const [ABSENT] = CHECK_ANSWER.results as [CheckResult];

export const STREAM_LINES: [StreamResult, ProblemLine] = [
  { ...ABSENT, corpora: { consulted: [CORPUS_ID], closed: [] }, at: CHECK_ANSWER.at },
  {
    type: '/problems/validation_failed',
    title: 'The request does not fit the schema',
    status: 422,
    code: 'validation_failed',
    detail: '/sha256: expected 64 lower-case hex digits',
    instance: 'urn:uuid:0d3c4f5e-8a67-4a1b-9c2d-3e4f5a6b7c8d',
    errors: [{ pointer: '/sha256', detail: 'expected 64 lower-case hex digits' }],
    id: 'leak/0002.docx',
    line: 2,
  },
];
