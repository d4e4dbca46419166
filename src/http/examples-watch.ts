/** Examples of watches and of the feed; a test sends or parses every one of them. */
import type {
  DeliveriesAnswer,
  Feed,
  WatchAnswer,
  WatchesAnswer,
  WatchInfo,
  WatchRequest,
  WatchSecretAnswer,
} from '../registry/contract.ts';
import { LETTER } from './examples-letter.ts';

export const WATCH_REQUEST: WatchRequest = {
  fingerprint: LETTER,
  url: 'https://hooks.redaction.example/empreinte',
};

const WATCH: WatchInfo = {
  id: 'wat_5f0c2b7e9a1d4c83',
  created_at: '2027-05-02T18:04:11.000Z',
  expires_at: '2027-10-29T18:04:11.000Z',
  state: 'waiting',
};

export const WATCH_ANSWER: WatchAnswer = {
  ...WATCH,
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwuzcBXg5rP7I=',
};

export const WATCHES_ANSWER: WatchesAnswer = { watches: [WATCH], limit: 100 };

/** Once the one watch there was is ended. */
export const NO_WATCHES_ANSWER: WatchesAnswer = { watches: [], limit: 100 };

export const DELIVERIES_ANSWER: DeliveriesAnswer = {
  deliveries: [
    {
      id: 'msg_0b5c8f1e7d3a49269c0e4f5a8b7d6c21',
      watch: WATCH.id,
      state: 'dead',
      attempts: 10,
      next_at: null,
      last: { at: '2027-05-09T04:12:55.000Z', status: 503, error: 'status' },
    },
  ],
};

export const WATCH_SECRET_ANSWER: WatchSecretAnswer = {
  secret: 'whsec_p2s5v8yBEHKbPeShVmYq3t6w9zCFJNcQfTjWnZr4u7x=',
  previous_until: '2027-05-03T18:04:11.000Z',
};

const STATEMENT = '9b74c9897bac770ffc029102a200c5de1f6f7b8a0c1d2e3f405162738495a6b7';

export const FEED: Feed = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Empreinte: what corpora are stated to cover',
  home_page_url: 'https://registre.example/',
  feed_url: 'https://registre.example/v1/feed',
  language: 'en',
  items: [
    {
      id: `urn:sha256:${STATEMENT}`,
      url: `https://registre.example/v1/statements/${STATEMENT}`,
      title: 'Corpus horizon-2027, version 2: 41200 documents',
      content_text:
        'Stated, not verified. As of 2027-05-01T00:00:00Z: presse@, tresorerie@. From 2027-01-01 to 2027-04-30. Not covered: private mail of the staff.',
      date_published: '2027-05-02T09:30:00.000Z',
      authors: [{ name: 'Campaign treasury' }],
    },
  ],
};
