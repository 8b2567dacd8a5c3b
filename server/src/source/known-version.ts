import type { CoreBehaviour, CoreVersion } from '../memory/behaviour.ts';
import { coreVersion } from '../memory/core-versions.ts';

/** A version of the model's table; a name that is not there is a mistake in the tables of this folder. */
export function knownVersion(name: string): CoreVersion {
  const version = coreVersion(name);
  if (version === undefined) throw new Error(`no version ${name} of the memory core in the table`);
  return version;
}

/** A state between two releases: as a known version, but for what a commit has changed by then. */
export function derivedVersion(
  commit: string,
  title: string,
  base: CoreVersion,
  changed: Partial<CoreBehaviour>,
): CoreVersion {
  return { name: commit, title, behaviour: { ...base.behaviour, ...changed } };
}
