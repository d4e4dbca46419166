#!/usr/bin/env node
import { EXIT } from './failure.ts';
import { run } from './program.ts';
import { readRawArguments } from './raw-arguments.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // `| head` has read enough: nothing is wrong.
  if (error.code === 'EPIPE') process.exit(EXIT.pipe);
  process.stderr.write(`empreinte: cannot write the output (${error.code})\n`);
  process.exit(EXIT.trouble);
});
process.stderr.on('error', () => {});
process.on('SIGINT', () => {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  process.exit(EXIT.interrupted);
});

const argv = process.argv.slice(2);
const rawArguments = argv.some((text) => text.includes('\ufffd')) ? readRawArguments() : undefined;

process.exitCode = await run(argv, {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  ...(rawArguments ? { rawArguments } : {}),
});
