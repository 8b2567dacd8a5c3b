import type { Terminal } from '../host/types.ts';
import {
  isLater,
  type MtreeOption,
  missingOption,
  newestRelease,
  printedRelease,
  type Release,
  versionContradiction,
} from '../report/releases.ts';
import type { LoadedMachine } from '../workspace/machines.ts';
import { Failure } from './failure.ts';

/** The release to print as: `--qemu`, else the machine's own; says so where its text contradicts `info version`. */
export function releaseToPrint(machine: LoadedMachine, terminal: Terminal, asked: string | undefined): Release {
  const contradiction = versionContradiction(machine);
  if (contradiction !== '') terminal.err(`${machine.label}: ${contradiction}\n`);
  const release = printedRelease(machine, asked);
  if (release === undefined)
    throw new Failure(`--qemu ${asked}: not known. Releases are, from 2.0 to ${newestRelease()}, written so.`);
  if (asked !== undefined && isLater(asked))
    throw new Failure(`--qemu ${asked}: newer than ${release}, the newest release that is known; name that one.`);
  return release;
}

/** Fails where the `info mtree` of a release has no such option. */
export function requireOption(release: Release, option: MtreeOption): void {
  const missing = missingOption(release, option);
  if (missing !== '') throw new Failure(missing);
}
