import type { CoreVersion } from '../memory/behaviour.ts';
import { coreVersion } from '../memory/core-versions.ts';

/** A version of the model's table; a name that is not there is a mistake in the tables of this folder. */
export function knownVersion(name: string): CoreVersion {
  const version = coreVersion(name);
  if (version === undefined) throw new Error(`no version ${name} of the memory core in the table`);
  return version;
}
