/**
 * Every number that a verdict or a query rests on, with its arithmetic. Those marked
 * provisional were set by reasoning and await the benchmark on the full corpus.
 */

/**
 * Words below which a text's digests decide nothing. 30 words have 26 shingles; a letter of
 * that length with one amount redacted can be completed by trying 10⁶ amounts.
 */
export const MIN_WORDS = 30;

/** Records a part may be found in and still say something of the whole; above, it is a logo. */
export const MAX_PART_RECORDS = 5;

/**
 * Rows read per look-up key. A key under more records is boilerplate, eight times
 * `TEMPLATE_RECORDS`: it leads to candidates, each a little, and says nothing of them.
 */
export const MAX_ROWS_A_KEY = 65;

/** Look-up keys per text: registered. 512 winnowed shingles are about 4,400 words, ten pages. */
export const INDEXED_SKETCH = 512;
/** Look-up keys per text: asked. 128 of the smallest meet an indexed text's in proportion. */
export const ASKED_SKETCH = 128;
/**
 * Asked of a text that is checked with few others: of a passage of 60 words in 5,000, seven
 * values in 590, the 128 smallest hold none in one case of five, 512 hold all but one.
 */
export const ASKED_SKETCH_OF_FEW = 512;
/** Keys of a text asked first: its 20 bands and the 128 smallest values of its sketch. */
export const FIRST_ASKED = 20 + ASKED_SKETCH;
/**
 * Share of these that one record holds and the others need not be asked. A record with half of a
 * text among 148 of its keys has 41 % to 59 % of them all in 39 cases of 40: what else there is
 * explains less of it.
 */
export const ENOUGH_HELD = 0.5;
/** Sketch keys asked at a time: 16 texts at 512, 64 at 128; 8,192 HMACs, some 0.1 s. */
export const ASKED_AT_A_TIME = 8192;
/** 7-grams of both halves of an ssdeep digest: 61 on average, at most 58 + 26 after runs. */
export const ASKED_GRAMS = 90;
/** Postings of one record; an archive of hundreds of texts is then found by its first ones. */
export const MAX_POSTINGS = 8192;

/** Records opened for one text; each costs an unsealing, an inflation and a parse. */
export const MAX_CANDIDATES = 20;
/** Records opened per item when many are asked at once: 1,000 items × 20 would be 20,000. */
export const MAX_CANDIDATES_OF_MANY = 5;
/**
 * Texts of one item that are looked up by likeness, and texts looked up at a time: 64 × 148 keys
 * are 10⁴ HMACs, some 0.1 s. What is beyond is compared by digests and otherwise `over_limit`.
 */
export const MAX_NEAR_TEXTS = 64;
/** Items worked on at a time: 32 × 148 keys of 19 characters stay far below 900 kB a value. */
export const CHUNK_ITEMS = 32;

/**
 * Texts among the candidates that hold a value from which on it is a template's, and says nothing
 * of one of them; a draft and a final version are two. Benchmark, false accusations by this rule
 * and the next five: 48.8 → 0 % (same_letterhead), 78.6 → 0 (disclaimer_mails), 81.7 → 0
 * (next_of_a_series).
 */
export const TEMPLATE_TEXTS = 3;
/**
 * Records that hold a value above which it is a template's, whether or not they were opened: a
 * document is seldom filed so often, as attachment and in other formats.
 */
export const TEMPLATE_RECORDS = 8;
/**
 * Own values (those that no template has) in common, as a share of all values of the shorter text,
 * from which on the two resemble each other. Three of eight, the smallest sketch there is, and not
 * three of nine, which three pairs of strange mails have (other_mails).
 */
export const NEAR = 0.35;
/**
 * The same as a share of own values alone, in a text that is template for the rest: strange
 * letters have five of nine at most (same_letterhead).
 */
export const NEAR_OWN = 0.6;
/**
 * Own values in common that speak for themselves, however long the two texts are: winnowing keeps
 * 2 of 17 shingles, so a passage of 60 words has 6.6 (passage_pasted, 9 → 90 %). Strange texts of
 * fewer than 1,700 words have 5 at most, but for a copied paragraph (manual_pages).
 */
export const PASSAGE = 6;
/**
 * The same where no other record holds any of them: of passages of 60 words one in three has five,
 * one in six fewer (passage_pasted, 85 → 87 % of the tuning half). Strange texts that come so far have some
 * that two records hold (manual_pages), or fewer than `PASSAGE_SHARE` (other_chapters).
 */
export const PASSAGE_SOLE = 5;
/**
 * The same as a share of the shorter text, more than `PASSAGE` from 200 values (1,700 words) on:
 * chapters of one book have 10 of 713 and 11 of 727 in common (other_chapters).
 */
export const PASSAGE_SHARE = 0.03;
/**
 * TLSH distance of two texts that, beside `MIN_RARE` own values in common and `PASSAGE_SHARE`, are
 * one text read with wrong letters (retyped_5_percent, 31 → 98 %; replaced_50). Strange texts with
 * as much in common are 134 apart or more.
 */
export const TLSH_NEAR = 120;
/**
 * Values of one word's five shingles that a sketch keeps: four or more in 17 of 10⁵ places of a
 * random text, three in 54 of 10⁴. What lacks no more than these of `PASSAGE` is charged.
 */
export const GUESS_VALUES = 3;
/** From here on a text stands whole in the other, but for its edges (pdf_two_pages, excerpt_25_60). */
export const WHOLE = 0.8;
/** Two texts this equal both ways are one document with changes, not an excerpt. */
export const ALIKE = 0.6;
/**
 * Two records this equal are of one family (form letters, a series of invoices), and a record of
 * which others hold so much has hardly anything of its own.
 */
export const SIBLING = 0.9;
/** Others of its family from which a near record may just be the suspect's sibling. */
export const SIBLINGS = 2;
/**
 * Records looked at for siblings of a compared one, of which at most `MAX_CANDIDATES` have their
 * entries opened: 65 share a shingle at most.
 */
export const MAX_FAMILY_OPENED = 65;

/** Bands for strangers, by the larger of the two shares. Provisional. */
export const BAND_MOST = 0.8;
export const BAND_PART = 0.4;

/**
 * ssdeep score from which two files without text resemble each other. Provisional: at 100,000
 * documents every query had a record of score 20 through shared boilerplate.
 */
export const SSDEEP_NEAR = 60;
export const SSDEEP_MOST = 90;
export const SSDEEP_PART = 75;

/**
 * Share of two sketches from which on a suspect is a variant of a record, and its digests
 * count. Only what fits is answered by equality, and what fits and is not equal is charged.
 */
export const VARIANT = 0.9;
/** Values of a sketch that one replaced word may change: five shingles hold it. */
export const VARIANT_VALUES = 5;
/**
 * Values of a sketch below which a text of 30 words or more is not told from others: winnowing
 * leaves it fewer only if it repeats itself, or the sketch was cut to ask for single values.
 */
export const MIN_SKETCH = 8;
/**
 * Values in common, held by few records, without which nothing resembles: one or two may be a
 * guess at a word. Three of eight are as few as reach `NEAR` anyway.
 */
export const MIN_RARE = 3;

/** Units that a variant costs. */
export const VARIANT_UNITS = 100;
/** What resembles a record costs these, and as many times more as it is longer. */
export const RESEMBLING_UNITS = 10;
/** What one more word in common would make resemble it, these: it may be what is asked. */
export const REACH_UNITS = 1;
/** A caller's units a day and record: 20 variants, and 200 for holders of a token. */
export const UNITS_A_DAY = 20 * VARIANT_UNITS;
export const UNITS_A_DAY_ACCREDITED = 200 * VARIANT_UNITS;
/**
 * Probes a day and caller that no sketch vouches for and that hit nothing: a text file with
 * one 6-digit number redacted holds out ten days, a mailbox of 10⁵ one-line mails passes in one.
 */
export const MISSES_A_DAY = 100_000;
export const MISSES_A_DAY_ACCREDITED = 1_000_000;

/**
 * Documents an hour that a caller may ask about: a dump of 70,000 mails with a little to spare, in
 * a hundred requests of a thousand. What guesses is bounded by the units and misses above; this
 * bounds the work that one caller makes.
 */
export const DOCUMENTS_AN_HOUR = 100_000;
export const DOCUMENTS_AN_HOUR_ACCREDITED = 1_000_000;

/** Share of a registered text that stands in a suspect from which on the suspect is it, altered. */
export const MOST = 0.5;
/**
 * A suspect may hold twice the registered words and these: more is room for guesses, as many in
 * one text as fit into it.
 */
export const COMPARE_SLACK = 2000;
/**
 * Words that stand nowhere in the record cost a variant each so many, above those that the
 * first variant covers: seven words can hold one guess between words that are known, so a
 * day's 20 variants are 570 guesses, and the last compare's.
 */
export const FOREIGN_WORDS_A_VARIANT = 200;

/** A kept receipt is forgotten after these: an election and its contestation take two months. */
export const KEPT_DAYS = 90;
/** Receipts that one caller may have kept a day: 100 of 2 KiB for 90 days are 18 MiB. */
export const KEPT_RECEIPTS_A_DAY = 100;
export const KEPT_RECEIPTS_A_DAY_ACCREDITED = 2000;

/** The canary is looked for this often: 720 times a day, 6 queries and some 300 rows each time. */
export const CANARY_PERIOD_MS = 120_000;
/** After a run that failed, this soon: a passing fault keeps `absent` back for half a minute. */
export const CANARY_RETRY_MS = 30_000;
/** A run that takes longer has failed; one takes a tenth of a second on a busy laptop. */
export const CANARY_LIMIT_MS = 20_000;
/**
 * A passed run older than this says nothing: four periods, since a platform that restarts may
 * miss one alarm or two and repeats a failed one for up to a minute, and two minutes for the runs.
 */
export const CANARY_STALE_MS = 4 * CANARY_PERIOD_MS + 120_000;

/**
 * Words out of their order from which on two files of different formats that hold the same words
 * are said to differ in layout. Two amounts that changed places are two words, a "not" that moved is
 * one; the cells of a table that a conversion read by columns are 4 and more (pdf_to_txt).
 */
export const LEAST_REORDERED = 4;
