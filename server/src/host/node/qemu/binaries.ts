import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { QemuBinary } from '../../types.ts';

const NAME = /^qemu-system-([a-z0-9_]+)$/;

/** Where builds have their emulators, seen from what a user would name: itself, its bin/, its build/. */
const PLACES = ['.', 'bin', 'build'];

/** Qemu.findBinaries. */
export async function findBinaries(build: string): Promise<readonly QemuBinary[]> {
  const path = resolve(build);
  const info = await stat(path).catch(() => undefined);
  if (!info) throw new Error(`${build}: there is no such file or directory.`);
  if (info.isFile()) return [{ target: NAME.exec(basename(path))?.[1] ?? basename(path), path }];
  for (const place of PLACES) {
    const found = await emulatorsIn(join(path, place));
    if (found.length > 0) return found;
  }
  throw new Error(`${build}: there is no qemu-system-* in it, nor in its bin or build directory.`);
}

/** Before 5.2 a build has each emulator in a directory of its target. */
async function emulatorsIn(directory: string): Promise<QemuBinary[]> {
  const names = await readdir(directory).catch(() => []);
  const paths = names.flatMap((name) => {
    const target = /^([a-z0-9_]+)-softmmu$/.exec(name)?.[1];
    if (target) return [join(directory, name, `qemu-system-${target}`)];
    return NAME.test(name) ? [join(directory, name)] : [];
  });
  const found = new Map<string, QemuBinary>();
  for (const path of paths) {
    const info = await stat(path).catch(() => undefined);
    if (!info?.isFile() || (info.mode & 0o111) === 0) continue;
    const real = await realpath(path);
    // one file may have several names, links to it; its own is kept
    if (found.has(real) && basename(path) !== basename(real)) continue;
    found.set(real, { target: NAME.exec(basename(path))?.[1] ?? '', path });
  }
  return [...found.values()].sort((a, b) => (a.target < b.target ? -1 : 1));
}
