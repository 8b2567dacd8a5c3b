import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Terminal } from '../types.ts';

/** This process' standard streams. */
export const terminal = (colour: boolean): Terminal => ({
  out: (output) => void process.stdout.write(output),
  err: (output) => void process.stderr.write(output),
  input: () => text(process.stdin),
  colour,
  folder: pathToFileURL(process.cwd()).href,
});
