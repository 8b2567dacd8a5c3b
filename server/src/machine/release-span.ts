import type { CoreVersion } from '../memory/behaviour.ts';
import { CORE_VERSIONS } from '../memory/core-versions.ts';
import { HISTORY, RELEASES } from '../memory/history.ts';
import { compareReleases, isDevelopment, NEWEST_RELEASE, type Release, releaseBefore, textRelease } from './formats.ts';
import type { Machine, ReleaseSpan } from './machine.ts';

/** Whether a version, as `info version` prints it, is within a span; true where it is no known version. */
export function isInSpan(span: ReleaseSpan, version: string): boolean {
  const release = textRelease(version);
  if (!release) return true;
  return isDevelopment(version) ? reaches(span, release) : holds(span, release);
}

/** Whether a release can have printed the text. */
function holds({ first, last, development }: ReleaseSpan, release: Release): boolean {
  if (first && compareReleases(release, first.release) < 0) return false;
  if (last && compareReleases(release, last.release) > 0) return false;
  return !development;
}

/** Whether some build on the way to a release can have. */
function reaches({ first, last }: ReleaseSpan, release: Release): boolean {
  const before = releaseBefore(release) ?? release;
  if (first && compareReleases(release, first.release) < 0) return false;
  return !last || compareReleases(before, last.release) <= 0;
}

/**
 * The release whose text a machine's is: the one that `info version` names, else the newest of its span that has a
 * number; what contradicts itself is of none, and taken for the newest.
 */
export function releaseOf({ release, span }: Machine): Release {
  const named = textRelease(release);
  if (named) return named;
  if (span.contradictory) return NEWEST_RELEASE;
  const { first, last } = span;
  if (first && compareReleases(first.release, NEWEST_RELEASE) > 0) return first.release;
  return last && compareReleases(last.release, NEWEST_RELEASE) < 0 ? last.release : NEWEST_RELEASE;
}

/** The cores of a span, the newest first: of its releases, and of the commits on the way to them; all where it is contradictory. */
export function coresInSpan(span: ReleaseSpan): readonly CoreVersion[] {
  const isOf = ({ name }: CoreVersion): boolean => {
    const release = RELEASES.find((one) => one === name);
    if (release) return holds(span, release);
    const entry = HISTORY.find(({ commit }) => commit === name);
    return entry !== undefined && reaches(span, entry.release);
  };
  const cores = span.contradictory ? CORE_VERSIONS : CORE_VERSIONS.filter(isOf);
  return [...cores].reverse();
}
