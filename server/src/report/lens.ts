import type { MachineReview, PatchReview } from '../review/model.ts';
import type { TraitEvidence } from '../source/model.ts';
import { arrow, movedText } from './figures.ts';
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
  if (review.kind === 'other') return { title: otherLine(review), action: 'none' };
  const { recognition } = review;
  if (recognition.status === 'nothing-recognised') {
    return {
      title: 'Memory core: nothing that is known to make views changes (that is not "no change")',
      action: 'none',
    };
  }
  if (recognition.status !== 'recognised')
    return { title: 'Memory core: not recognised, no figures (the hover tells why)', action: 'none' };
  if (review.machines.length === 0) return { title: 'FlatViews: add a machine to see them', action: 'review' };
  return { title: machinesLine(review.machines), action: 'compare' };
}

/** "FlatViews 39 -> 11 on idle-nics · 2 machines unchanged": the worst first. */
export function machinesLine(machines: readonly MachineReview[]): string {
  const refused = machines.filter((m) => m.refused !== undefined).length;
  const changed = machines.filter(isChanged);
  const unchanged = machines.length - changed.length - refused;
  const rest = [
    unchanged > 0 ? `${unchanged} ${unchanged === 1 ? 'machine' : 'machines'} unchanged` : '',
    refused > 0 ? `${refused} cannot be used` : '',
  ].filter(Boolean);
  if (changed.length === 0)
    return unchanged > 0
      ? `FlatViews unchanged on ${unchanged} ${unchanged === 1 ? 'machine' : 'machines'}`
      : rest.join(' · ');
  const texts = changed.slice(0, 3).map(({ machine, comparison }, i) => {
    if (!comparison) return '';
    const moved = movedText(comparison.before.totals, comparison.after.totals);
    return `${i === 0 ? moved : moved.replace('FlatViews ', '')} on ${visible(machine.label)}`;
  });
  if (changed.length > 3) texts.push(`${changed.length - 3} more changed`);
  return [...texts, ...rest].join(' · ');
}

/** A patch that calls no memory API in its lines; what was looked at is said. */
function otherLine({ patch }: PatchReview): string {
  const boards = patch.files.map((file) => file.newPath || file.oldPath).filter((path) => /^(hw|target)\//.test(path));
  if (boards.length === 0) return 'Not a change of the memory map by anything recognised';
  return `No memory API call in its lines; callees and memory map tables are not followed. Looked at: ${names(boards)}`;
}

/** What a core patch does besides, in boards and devices; '' where it does nothing there. */
export function besidesLine({ kind, memoryApiCalls, regionNames }: PatchReview): string {
  if (kind !== 'core' || memoryApiCalls.length === 0) return '';
  const of = regionNames.length > 0 ? ` for ${names(regionNames)}` : '';
  return `It also calls ${memoryApiCalls.slice(0, 3).join(', ')}${of} in boards or devices: that is not evaluated, the figures do not include it.`;
}

/** A patch of boards or devices: which machines have regions of the names that it gives. */
export function topologyLine(review: PatchReview): string {
  const { regionNames, machinesWithRegions } = review;
  if (regionNames.length > 0 && machinesWithRegions.length === 0)
    return `${names(regionNames)}: not on any machine here`;
  if (machinesWithRegions.length > 0) {
    return `Names regions that ${machinesWithRegions.map(visible).join(', ')} also ${machinesWithRegions.length === 1 ? 'has' : 'have'} (${names(regionNames)}); whether the patch changes them is not evaluated`;
  }
  const calls = `${review.memoryApiCalls.slice(0, 2).join(', ')}${review.memoryApiCalls.length > 2 ? ' …' : ''}`;
  return `Calls ${calls}; which regions these are, and so which machines have them, the patch alone does not tell`;
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
  unexplained: boolean,
): LensText | undefined {
  if (review.kind !== 'core') return undefined;
  const changed = traits.filter((trait) => trait.before !== trait.after);
  if (changed.length === 0)
    return { title: changesCode ? quietLine(review, unexplained) : 'Context only', action: 'none' };
  const worst = review.machines.find((m) => m.comparison)?.comparison;
  const [first] = changed;
  const more = changed.length > 1 ? ` and ${changed.length - 1} more` : '';
  const views = worst && ([worst.before.totals.flatViews, worst.after.totals.flatViews] as const);
  const figures = views && views[0] !== views[1] ? ` · whole patch: FlatViews ${arrow(...views)}` : '';
  return {
    title: `${shorten(visible(first?.trait ?? ''), LONGEST_TRAIT)}${more}${figures}`,
    action: worst ? 'compare' : 'none',
  };
}

const quietLine = ({ recognition }: PatchReview, unexplained: boolean): string =>
  unexplained && recognition.status === 'not-recognised' ? UNKNOWN_EFFECT : NO_KNOWN_EFFECT;

/** What the model says of a hunk of which it has nothing to say. */
export const UNKNOWN_EFFECT = 'The model does not know what this changes';
export const NO_KNOWN_EFFECT = 'No effect on FlatViews known';

const LONGEST_TRAIT = 72;

const shorten = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
