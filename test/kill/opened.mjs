/**
 * Loaded into the command line by NODE_OPTIONS, to count from outside which files it opens: the
 * name of each goes, a line each, into the file that OPENED_LOG names, before it is opened.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const log = process.env.OPENED_LOG;
if (log) {
  const { open } = promises;
  promises.open = (path, ...rest) => {
    fs.appendFileSync(log, `${path}\n`);
    return open(path, ...rest);
  };
  syncBuiltinESMExports();
}
