import type { CoreBehaviour, CoreVersion } from './behaviour.ts';
import { FIRST, HISTORY, type HistoryEntry, isLater, NEWEST_RELEASE, RELEASES, type Release } from './history.ts';

const age = (release: Release): number => RELEASES.indexOf(release);

const apply = (entries: readonly HistoryEntry[]): CoreBehaviour =>
  Object.assign({}, FIRST, ...entries.map((entry) => entry.changes));

/** What a release does: all that came in by then. */
const released = (release: Release): CoreBehaviour =>
  apply(HISTORY.filter((entry) => !entry.posted && age(entry.release) <= age(release)));

/** What a commit of the table does: all up to it, states that were only posted aside. */
const committed = (entry: HistoryEntry): CoreBehaviour =>
  apply([...HISTORY.slice(0, HISTORY.indexOf(entry)).filter((earlier) => !earlier.posted), entry]);

const ofRelease = (release: Release): CoreVersion => ({
  name: release,
  title: `QEMU ${release}`,
  behaviour: released(release),
});

const ofCommit = (entry: HistoryEntry): CoreVersion => ({
  name: entry.commit,
  title: `${entry.title} (${entry.release} cycle)`,
  behaviour: committed(entry),
});

/** Every version that has a name, oldest first: the commits of a cycle stand before its release. */
export const CORE_VERSIONS: readonly CoreVersion[] = RELEASES.flatMap((release) => [
  ...HISTORY.filter((entry) => entry.release === release).map(ofCommit),
  ofRelease(release),
]);

/** The first version of each behaviour, in the order in which they come. */
export function distinctVersions(versions: readonly CoreVersion[]): readonly CoreVersion[] {
  const first = new Map<string, CoreVersion>();
  for (const version of versions) {
    const content = JSON.stringify(version.behaviour);
    if (!first.has(content)) first.set(content, version);
  }
  return [...first.values()];
}

/** The newest core that the model knows. */
export const NEWEST: CoreVersion = ofRelease(NEWEST_RELEASE);

/**
 * The version for a release ("7.2.22", "v10.0") or a commit of the table (seven digits or more); a later release is
 * the newest one. undefined where the table has none: before 2.0, or no version at all.
 */
export function coreVersion(name: string): CoreVersion | undefined {
  const wanted = name.replace(/^v(?=\d)/, '');
  const exact = CORE_VERSIONS.find((version) => version.name === wanted);
  if (exact) return exact;
  if (/^[0-9a-f]{7,40}$/.test(wanted)) {
    return CORE_VERSIONS.find((version) => version.name.startsWith(wanted) || wanted.startsWith(version.name));
  }
  const [, major, minor] = /^(\d{1,3})\.(\d{1,3})(?![0-9])/.exec(wanted) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return (
    CORE_VERSIONS.find((version) => version.name === `${major}.${minor}`) ?? (isLater(wanted) ? NEWEST : undefined)
  );
}
