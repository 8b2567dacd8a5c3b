import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Host } from '../types.ts';

const MAX_BYTES = 64 << 20;

/** Files of this machine; read only. */
export const nodeHost: Host = {
  async readText(uri) {
    const path = fileURLToPath(uri);
    const info = await stat(path).catch(() => undefined);
    if (!info) throw new Error(`${path}: there is no such file.`);
    if (!info.isFile())
      throw new Error(
        `${path}: ${info.isDirectory() ? 'a directory' : 'not a plain file'}; a file with text is wanted.`,
      );
    if (info.size > MAX_BYTES) throw new Error(`${path}: the file is larger than 64 MiB.`);
    return readFile(path, 'utf8').catch(() => {
      throw new Error(`${path}: the file cannot be read.`);
    });
  },
  stamp: (uri) =>
    stat(fileURLToPath(uri)).then(
      (info) => `${info.mtimeMs}:${info.size}`,
      () => '',
    ),
  realUri: (uri) =>
    realpath(fileURLToPath(uri)).then(
      (path) => pathToFileURL(path).href,
      () => uri,
    ),
  async list(folderUri) {
    const folder = fileURLToPath(folderUri);
    const names = await readdir(folder).catch(() => []);
    return names.sort().map((name) => pathToFileURL(join(folder, basename(name))).href);
  },
};
