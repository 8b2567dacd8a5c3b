import { buffer } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import type { Terminal } from '../types.ts';
import { textOfFile } from './text-of-file.ts';

/** This process' standard streams. */
export const terminal = (colour: boolean): Terminal => ({
  out: (output) => void process.stdout.write(output),
  err: (output) => void process.stderr.write(output),
  input: async () => textOfFile(await buffer(process.stdin), 'standard input'),
  colour,
  folder: pathToFileURL(process.cwd()).href,
});
