/** What is assumed where nothing is set; apart from what needs more, so that `--help` loads nothing. */
export const DEFAULT_SERVER = 'http://127.0.0.1:8787';
export const DEFAULT_FILE_TIMEOUT_S = 20;
