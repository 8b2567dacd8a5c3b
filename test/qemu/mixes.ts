import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TestContext } from 'vitest';
import { shellWords } from '../../server/src/text/shell-words.ts';

/** A machine with devices: a line of mixes.txt. */
export interface Mix {
  readonly name: string;
  readonly binary: string;
  readonly args: readonly string[];
}

export const MIXES: readonly Mix[] = readFileSync(new URL('mixes.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const colon = line.indexOf(': ');
    const read = shellWords(line.slice(colon + 2));
    const [binary, ...args] = 'words' in read ? read.words : [];
    if (!binary) throw new Error(`mixes.txt: ${line}`);
    return { name: line.slice(0, colon), binary, args };
  });

export const isKvm = ({ args }: Mix): boolean => args.join(' ').includes('-accel kvm');

/** Whether KVM runs guests on this machine. */
export const hasKvm: boolean =
  spawnSync('sh', ['-c', 'echo quit | qemu-system-x86_64 -M none -accel kvm -S -display none -monitor stdio'], {
    timeout: 20_000,
  }).status === 0;

export const WITHOUT_KVM = hasKvm ? '' : ' (skipped: KVM does not work on this machine)';

/** Folders with qemu-system-*, of other releases than this machine's (debian-release.sh makes such), between colons. */
export const OTHER_BUILDS = (process.env.QEMU_BUILDS ?? '').split(':').filter((folder) => existsSync(folder));

/** A release of QEMU at hand; `of` is a machine on it. */
export interface Release {
  readonly name: string;
  readonly of: (mix: Mix) => Mix;
}

export const RELEASES_AT_HAND: readonly Release[] = [
  { name: "this machine's release", of: (mix) => mix },
  ...OTHER_BUILDS.map((folder) => ({
    name: basename(dirname(folder)),
    of: (mix: Mix) => ({ ...mix, binary: join(folder, mix.binary) }),
  })),
];

/** A release that lacks a machine, a device or an option ends by itself, saying so; or there is no such target. */
const NOT_IN_THIS_RELEASE = /qemu-system-\S+ (exited with status|was ended by|could not be started)/;

/** Whether a machine cannot be had of a release other than the one that the mixes are written for. */
export const isMissing = (error: unknown): error is Error =>
  error instanceof Error && NOT_IN_THIS_RELEASE.test(error.message);

/** Skips a test whose machine another release lacks; on this machine's own that is a failure. */
export function skipMissing(release: Release, error: unknown, context: TestContext): never {
  if (release === RELEASES_AT_HAND[0] || !isMissing(error)) throw error;
  return context.skip(error.message.split('\n').at(-1));
}
