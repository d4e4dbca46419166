/** The fingerprint of a letter, for examples that need one of a document with text. */
import type { WatchRequest } from '../registry/contract.ts';

/** Of 42 words about the hire of a hall, the letter of which `COMPARE_REQUEST` is a changed copy. */
export const LETTER: WatchRequest['fingerprint'] = {
  profile: 'empreinte/1',
  name: null,
  type: 'text/plain',
  bytes: {
    size: 202,
    sha256: 'c1887cdf2a3098354d7e0ea46f7abaef904a870c52b9bbfb1ae82fd7548baf91',
    ssdeep:
      '3:JNWxlYrSXemFKq3MqFyR2x2R6IGXXl+A6QHu/OaRqrD7BGGKEIG9AJz9QRW71Lv:Jh4eyKU2R2n1XKOaRwXBGag1Lv',
    tlsh: 'T18CD022C20A8823330D444B50980FB5EDD76580BA43B38810845202BB24C0FF417AF0ED',
  },
  content: {
    extractor: 'plain/1',
    words: 42,
    body: '5add46476760889ee9942af47b3a630cea780164d13be0e4ba4395fc65c38dd2',
    body_joined: '5add46476760889ee9942af47b3a630cea780164d13be0e4ba4395fc65c38dd2',
    bag: 'af0d76e095f2c193bbc3b6a5d2f437b53ac7ec4e6cc56cf0e9d84052228c04a8',
    labels: null,
    furniture: null,
    drawn: '5add46476760889ee9942af47b3a630cea780164d13be0e4ba4395fc65c38dd2',
    ssdeep:
      '3:JNWxlYrSXemFKq3MqFyR2x2R6IGXXl+A6QHu/OaRqrD7BGGKEIG9AJz9QRW71Ln:Jh4eyKU2R2n1XKOaRwXBGag1Ln',
    tlsh: 'T134D022C20A8823330D444B50980FB5EDD36580BA43B38810845201BB24C0FF417AF0ED',
    bands: [
      'a05a0b1989f7',
      '1eb295df7021',
      '82149eb1a1ca',
      '0f73efa88b85',
      '86a3be7aa109',
      'c1226aaf3d06',
      '5929efed90aa',
      '97fd3c50b281',
      '06b79016c66a',
      'ad13adfa8235',
      '6f75968abc01',
      '4f28f0a3fcf1',
      '00908887217e',
      '264c54df1f2e',
      'd10ea23815fe',
      '89a89fbe9e6e',
      '8bf919816b44',
      '1ba3a9a1e0f6',
      'b38ea4bd75f4',
      '3e70dd594b37',
    ],
    sketch: [
      '019da35e229327ad',
      '07739da3bf084ce4',
      '0df20e2403c51b93',
      '1b1b5a2cd6cd7cff',
      '1cba131b06bc7bbd',
      '1de79f4cf3312c67',
      '1e36cf5bf59c144a',
      '2364eceae3631ea4',
    ],
    marks: [],
    beside: {
      layout: null,
    },
  },
  mail: null,
  parts: [],
  problem: null,
};
