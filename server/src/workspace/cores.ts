import type { CoreVersion } from '../memory/behaviour.ts';
import { coreVersion, DISTINCT_VERSIONS, NEWEST } from '../memory/core-versions.ts';
import type { Snapshot } from '../memory/flat-view.ts';
import { takeSnapshot } from '../memory/snapshot.ts';
import { shortRelease } from '../report/machines.ts';
import type { LoadedMachine } from './machines.ts';

export type { CoreVersion } from '../memory/behaviour.ts';
export { CORE_VERSIONS, coreVersion } from '../memory/core-versions.ts';

/** A core for a dump, and a sentence that says how it was chosen. */
export interface ChosenCore {
  readonly core: CoreVersion;
  readonly why: string;
}

/**
 * The core of the release that a dump names; where it names none, the newest under which the dump has as many views as
 * it prints; else the newest.
 */
export function ownCore({ machine }: LoadedMachine): ChosenCore {
  const release = shortRelease(machine.release);
  const named = coreVersion(release);
  if (named) {
    const same = release === named.name || release.startsWith(`${named.name}.`);
    const why = `The text is of QEMU ${release}${same ? '' : `; ${named.name} is the newest that is known`}.`;
    return { core: named, why };
  }
  if (machine.printedViews === 0)
    return { core: NEWEST, why: 'Nothing in the text names a release: the newest is taken.' };
  const fitting = DISTINCT_VERSIONS.findLast(
    (core) => usedViews(takeSnapshot(machine.topology, core.behaviour)) === machine.printedViews,
  );
  return fitting
    ? { core: fitting, why: `The newest core that gives the ${machine.printedViews} FlatViews that the text prints.` }
    : { core: NEWEST, why: `No core gives the ${machine.printedViews} FlatViews that the text prints: the newest.` };
}

/** The views that `info mtree -f` prints: those that some address space uses. */
export const usedViews = ({ views }: Snapshot): number => views.filter((view) => view.addressSpaces.length > 0).length;
