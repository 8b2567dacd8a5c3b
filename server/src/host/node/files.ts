import {
  access,
  constants,
  lstat,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FileWriter, Host } from '../types.ts';
import { MAX_BYTES, textOfFile } from './text-of-file.ts';

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
    const bytes = await readFile(path).catch(() => {
      throw new Error(`${path}: the file cannot be read.`);
    });
    return textOfFile(bytes, path);
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

export const nodeWriter: FileWriter = {
  exists: (uri) =>
    lstat(fileURLToPath(uri)).then(
      () => true,
      () => false,
    ),
  async check(uri) {
    const path = fileURLToPath(uri);
    try {
      const folder = dirname(await plainFile(path));
      if (await stat(folder).catch(() => undefined)) await access(folder, constants.W_OK);
    } catch (error) {
      throw notWritten(path, error);
    }
  },
  async write(uri, text) {
    const named = fileURLToPath(uri);
    const path = await plainFile(named).catch((error: unknown) => {
      throw notWritten(named, error);
    });
    const partial = `${path}.${process.pid}.partial`;
    try {
      await makeFolder(dirname(path));
      await writeFile(partial, text, { flag: 'wx' });
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => {});
      throw notWritten(named, error);
    }
  },
};

const notWritten = (path: string, error: unknown): Error =>
  new Error(`${path}: the file cannot be written: ${error instanceof Error ? error.message : error}`);

/** Where a write to `path` goes: behind links; a device, a directory or a link to nothing is refused, never replaced. */
async function plainFile(path: string): Promise<string> {
  if (!(await lstat(path).catch(() => undefined))) return path;
  const real = await realpath(path).catch(() => {
    throw new Error('it is a link to a file that is not there.');
  });
  if (!(await stat(real)).isFile()) throw new Error('it is no plain file.');
  return real;
}

/** mkdir's own `recursive` does not end where a folder that is there refuses to have others, as in /proc. */
async function makeFolder(path: string): Promise<void> {
  const code = await mkdir(path).then(
    () => '',
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (code === '' || code === 'EEXIST') return;
  if (code === 'ENOENT' && dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path);
}
