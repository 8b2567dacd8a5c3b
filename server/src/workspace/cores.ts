import { coresInSpan } from '../machine/release-span.ts';
import type { CoreVersion } from '../memory/behaviour.ts';
import { coreVersion, distinctVersions, NEWEST } from '../memory/core-versions.ts';
import type { Snapshot } from '../memory/flat-view.ts';
import { takeSnapshot } from '../memory/snapshot.ts';
import { shortRelease } from '../report/machines.ts';
import { spanWords } from '../report/releases.ts';
import type { LoadedMachine } from './machines.ts';

export type { CoreVersion } from '../memory/behaviour.ts';
export { CORE_VERSIONS, coreVersion } from '../memory/core-versions.ts';

/** A core for a dump, and a sentence that says how it was chosen. */
export interface ChosenCore {
  readonly core: CoreVersion;
  readonly why: string;
}

/**
 * The core of the release that a dump names; where it names none, the newest of those that its text can come from under
 * which it has as many views as it prints; else the newest of them.
 */
export function ownCore({ machine }: LoadedMachine): ChosenCore {
  const { topology, printedViews, span } = machine;
  const release = shortRelease(machine.release);
  const named = coreVersion(release);
  if (named) {
    const same = release === named.name || release.startsWith(`${named.name}.`);
    const why = `The text is of QEMU ${release}${same ? '' : `; ${named.name} is the newest that is known`}.`;
    return { core: named, why };
  }
  const [newest = NEWEST, ...older] = coresInSpan(span);
  const words = spanWords(span);
  const form =
    words === ''
      ? 'Nothing in the text tells a release'
      : `The text names no release; by what it shows it is of ${words}`;
  if (printedViews === 0) return { core: newest, why: `${form}: the newest core is taken.` };
  const fitting = distinctVersions([newest, ...older]).find(
    (core) => usedViews(takeSnapshot(topology, core.behaviour)) === printedViews,
  );
  return fitting
    ? { core: fitting, why: `${form}: the newest core that gives the ${printedViews} FlatViews that it prints.` }
    : { core: newest, why: `${form}: the newest core; none gives the ${printedViews} FlatViews that it prints.` };
}

/** The views that `info mtree -f` prints: those that some address space uses. */
export const usedViews = ({ views }: Snapshot): number => views.filter((view) => view.addressSpaces.length > 0).length;
