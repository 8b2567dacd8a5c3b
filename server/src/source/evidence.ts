import type { CoreBehaviour, CoreVersion } from '../memory/behaviour.ts';
import { linesOfTrait } from './cover.ts';
import type { TransitionMatch } from './match-transition.ts';
import type { SourcePatch, TraitEvidence } from './model.ts';

/** What a recognised transition shows, trait by trait, and what is taken from the file's place and the date. */
export function evidenceOf(
  match: TransitionMatch,
  before: CoreVersion,
  after: CoreVersion,
  path: string,
  patch: SourcePatch,
): TraitEvidence[] {
  const { transition, found, reversed } = match;
  const shown = transition.traits.map((words): TraitEvidence => {
    const context = words.context === true;
    return {
      trait: words.trait,
      before: reversed ? words.after : words.before,
      after: reversed ? words.before : words.after,
      basis: context ? 'context' : 'changed lines',
      how: reversed && !context ? `The patch takes back ${transition.commit}. There: ${words.how}` : words.how,
      lines: linesOfTrait(found, reversed, words.id, context),
    };
  });
  const assumed = assumedTraits(before.behaviour, after.behaviour);
  const month = monthOf(patch.date);
  const dated = month !== undefined && month >= transition.since && month <= transition.until;
  const text = `the text is that of ${transition.commit}, of ${transition.era}`;
  const how = dated
    ? `The patch is of ${month} and touches ${path}; ${text}.`
    : `The patch touches ${path}${placeSays(path)}; ${text}.`;
  return [
    ...shown,
    ...assumed.map(
      ([trait, words]): TraitEvidence => ({
        trait,
        before: words,
        after: words,
        basis: dated ? 'date' : 'path',
        how,
        lines: [],
      }),
    ),
  ];
}

/** What no line of the patch shows, since it is the same on both sides. */
function assumedTraits(before: CoreBehaviour, after: CoreBehaviour): [string, string][] {
  const list: [string, string][] = [];
  if (before.dummySections === after.dummySections) {
    list.push([
      'Sections that every dispatch tree reserves',
      before.dummySections === 1 ? '1: unassigned' : `${before.dummySections}`,
    ]);
  }
  if (before.nodeGrowth === after.nodeGrowth) {
    list.push([
      'Growth of the node array of a dispatch tree',
      before.nodeGrowth === 'hint' ? 'By a hint that all trees share' : 'By doubling',
    ]);
  }
  if (before.nonvolatile === after.nonvolatile) {
    list.push([
      'Non-volatile regions',
      before.nonvolatile ? 'Ranges that differ in nonvolatile do not merge' : 'Regions have no flag nonvolatile',
    ]);
  }
  if (before.unmergeable === after.unmergeable) {
    list.push([
      'Unmergeable regions',
      before.unmergeable ? 'Ranges of unmergeable regions stay apart' : 'Regions have no flag unmergeable',
    ]);
  }
  return list;
}

function placeSays(path: string): string {
  if (!path.includes('/')) return ' at the top level, where it was up to QEMU 5.0';
  if (path.startsWith('softmmu/')) return ', where it was from QEMU 5.1 to 8.1';
  return ', where it is from QEMU 8.2';
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "2017-09" from a date as in mail or in ISO 8601; undefined where there is none. */
function monthOf(date: string): string | undefined {
  const iso = /(\d{4}-\d{2})-\d{2}/.exec(date);
  if (iso) return iso[1];
  const mail = /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s+(?:\d{1,2}\s+[\d:]+\s+)?(\d{4})\b/.exec(
    date,
  );
  if (!mail?.[1]) return undefined;
  return `${mail[2]}-${String(MONTHS.indexOf(mail[1]) + 1).padStart(2, '0')}`;
}
