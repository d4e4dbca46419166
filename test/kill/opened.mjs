/**
 * Loaded into a reader process before its own code, to count from outside which files it opens: the
 * name of each goes, with a zero byte behind it, into the file that OPENED_LOG names, before it is
 * opened.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const log = process.env.OPENED_LOG;
if (log) {
  const { openSync } = fs;
  const into = openSync(log, 'a');
  fs.openSync = (path, ...rest) => {
    fs.writeSync(into, `${path}\0`);
    return openSync(path, ...rest);
  };
  syncBuiltinESMExports();
}
