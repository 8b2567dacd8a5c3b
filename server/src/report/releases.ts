import {
  compareReleases,
  FIRST_FORMAT,
  FORMAT_HISTORY,
  formatOf,
  NEWEST_RELEASE,
  type Release,
  type TextFormat,
  textRelease,
} from '../machine/formats.ts';

export { isLater, type Release } from '../machine/formats.ts';

import type { ReleaseBound, ReleaseSpan } from '../machine/machine.ts';
import { isInSpan, releaseOf } from '../machine/release-span.ts';
import type { ReviewMachine } from '../review/model.ts';
import { shortRelease } from './machines.ts';

/** "QEMU 5.1 to 6.2", "QEMU 7.0 or later", "a build on the way to QEMU 2.11"; '' where nothing bounds it. */
export function spanWords({ first, last, development, contradictory }: ReleaseSpan): string {
  if (contradictory) return 'no QEMU';
  if (development && first) return `a build on the way to QEMU ${first.release}`;
  if (first && last)
    return first.release === last.release ? `QEMU ${first.release}` : `QEMU ${first.release} to ${last.release}`;
  if (first) return `QEMU ${first.release} or later`;
  return last ? `QEMU ${last.release} or older` : '';
}

/** A sentence where `info version` and the rest of the text are not of one QEMU; else ''. */
export function versionContradiction({ machine: { release, span } }: ReviewMachine): string {
  if (span.contradictory || isInSpan(span, release)) return '';
  const shown = [span.first, span.last].flatMap((bound) =>
    bound && !fits(bound, release, span) ? [`${bound.feature} (${bound.commit})`] : [],
  );
  return `info version says ${shortRelease(release)}, but the text is of ${spanWords(span)}: ${shown.join(', and ')}. Was it edited, or put together from two?`;
}

/** Whether a version is on the right side of one end of a span. */
const fits = (bound: ReleaseBound, release: string, { first, last }: ReleaseSpan): boolean =>
  isInSpan(
    {
      first: bound === first ? bound : undefined,
      last: bound === last ? bound : undefined,
      development: false,
      contradictory: false,
    },
    release,
  );

/** The release whose text is printed of a machine: the one that is asked for, else its own; undefined where it is unknown. */
export const printedRelease = ({ machine }: ReviewMachine, asked: string | undefined): Release | undefined =>
  asked === undefined ? releaseOf(machine) : textRelease(asked);

/** The options of `info mtree`, and whether a format has them. */
const OPTIONS = {
  '-f': ({ views }: TextFormat) => views !== 'none',
  '-d': ({ dispatch }: TextFormat) => dispatch,
  '-o': ({ owners }: TextFormat) => owners,
};

export type MtreeOption = keyof typeof OPTIONS;

/** A sentence where a release has no such option, saying since when there is; else ''. */
export function missingOption(release: Release, option: MtreeOption): string {
  if (OPTIONS[option](formatOf(release))) return '';
  const entry = optionEntry(option);
  return `\`info mtree\` of QEMU ${release} has no ${option}: it came with ${entry?.release} (${entry?.commit}).`;
}

/** The release itself, or the first after it that has the option. */
export function releaseWith(release: Release, option: MtreeOption): Release {
  const arrival = optionEntry(option)?.release ?? release;
  return compareReleases(release, arrival) < 0 ? arrival : release;
}

/** The commit that brought an option. */
const optionEntry = (option: MtreeOption) =>
  FORMAT_HISTORY.find(({ changes }) => OPTIONS[option]({ ...FIRST_FORMAT, ...changes }));

/** A span as a JSON value. */
export const spanJson = ({ first, last, development, contradictory }: ReleaseSpan) => ({
  first: boundJson(first),
  last: boundJson(last),
  development,
  contradictory,
});

const boundJson = (bound: ReleaseBound | undefined) =>
  bound
    ? {
        release: bound.release,
        feature: bound.feature,
        commit: bound.commit,
        start: bound.range.start,
        end: bound.range.end,
      }
    : null;

/** The newest release whose core and text are known. */
export const newestRelease = (): Release => NEWEST_RELEASE;
