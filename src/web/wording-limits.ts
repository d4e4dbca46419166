/** Words under which a text gets no content answer, as the verdict rules have it. */
export const MIN_WORDS = 30;
