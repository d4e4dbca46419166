/**
 * Bundles the command line from the sources as they are: tests start its readers hundreds of
 * times, which from the sources takes twice as long.
 */
import { buildCli } from '../scripts/build.mjs';

export default () => buildCli('dist/tested');
