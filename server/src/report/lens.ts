import type { PatchReview } from '../review/model.ts';
import type { TraitEvidence } from '../source/model.ts';
import { arrow } from './figures.ts';
import { isChanged } from './machines.ts';
import { visible } from './markdown.ts';

/** A lens' words; never more than a line. */
export interface LensText {
  readonly title: string;
  /** What a click shows. */
  readonly action: 'compare' | 'review' | 'none';
}

/** What stands at the subject: the result on every machine, worst first. */
export function subjectLens(review: PatchReview): LensText {
  if (review.kind === 'topology') return { title: topologyLine(review), action: 'none' };
  if (review.kind === 'other')
    return { title: 'Not a change of the memory map by anything recognised', action: 'none' };
  const { recognition } = review;
  if (recognition.status === 'nothing-recognised') {
    return {
      title: 'Memory core: nothing that is known to make views changes (that is not "no change")',
      action: 'none',
    };
  }
  if (recognition.status !== 'recognised')
    return { title: `Memory core: not recognised, no figures. ${visible(recognition.summary)}`, action: 'none' };
  if (review.machines.length === 0) return { title: 'FlatViews: add a machine to see them', action: 'review' };
  return { title: machinesLine(review), action: 'compare' };
}

function machinesLine({ machines }: PatchReview): string {
  const refused = machines.filter((m) => m.refused !== undefined).length;
  const changed = machines.filter(isChanged);
  const unchanged = machines.length - changed.length - refused;
  const rest = [
    unchanged > 0 ? `${unchanged} ${unchanged === 1 ? 'machine' : 'machines'} unchanged` : '',
    refused > 0 ? `${refused} cannot be used` : '',
  ].filter(Boolean);
  if (changed.length === 0) return ['FlatViews unchanged', ...rest].join(' · ');
  const texts = changed.slice(0, 3).map(({ machine, comparison }, i) => {
    if (!comparison) return '';
    const views = arrow(comparison.before.totals.flatViews, comparison.after.totals.flatViews);
    return `${i === 0 ? `FlatViews ${views}` : views} on ${visible(machine.label)}`;
  });
  if (changed.length > 3) texts.push(`${changed.length - 3} more changed`);
  return [...texts, ...rest].join(' · ');
}

/** A patch of boards or devices: which machines have what it touches. */
export function topologyLine(review: PatchReview): string {
  if (review.regionNames.length > 0 && review.machinesWithRegions.length === 0) {
    return `${names(review.regionNames)}: not on any machine here`;
  }
  if (review.machinesWithRegions.length > 0) {
    return `Changes regions of ${review.machinesWithRegions.map(visible).join(', ')}; changes of boards and devices are not evaluated yet`;
  }
  return `Calls ${review.memoryApiCalls.slice(0, 2).join(', ')}${review.memoryApiCalls.length > 2 ? ' …' : ''}; which regions, the patch alone does not tell: not on any machine here`;
}

const names = (list: readonly string[]): string =>
  list.length > 3
    ? `${list.slice(0, 3).map(visible).join(', ')} and ${list.length - 3} more regions`
    : list.map(visible).join(', ');

/** What stands at a hunk: the traits that it changes, with the figures of the machine that changes most. */
export function hunkLens(
  review: PatchReview,
  traits: readonly TraitEvidence[],
  changesCode: boolean,
): LensText | undefined {
  if (review.kind !== 'core') return undefined;
  const changed = traits.filter((trait) => trait.before !== trait.after);
  if (changed.length === 0) {
    if (review.recognition.status === 'recognised')
      return { title: changesCode ? 'Makes no view of its own' : 'Context only', action: 'none' };
    return undefined;
  }
  const worst = review.machines.find((m) => m.comparison)?.comparison;
  const [first] = changed;
  const more = changed.length > 1 ? ` and ${changed.length - 1} more` : '';
  const figures = worst
    ? ` · ${arrow(worst.before.totals.flatViews, worst.after.totals.flatViews)} with the whole patch`
    : '';
  return {
    title: `${shorten(visible(first?.trait ?? ''), LONGEST_TRAIT)}${more}${figures}`,
    action: worst ? 'compare' : 'none',
  };
}

const LONGEST_TRAIT = 72;

const shorten = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
