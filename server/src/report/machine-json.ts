import type { Snapshot } from '../memory/flat-view.ts';
import type { MachineReview, ReviewMachine } from '../review/model.ts';
import { viewsInWords } from './figures.ts';

export type EngineName = 'model' | 'source';

export const machineFactsJson = ({ label, origin, machine }: ReviewMachine) => ({
  machine: label,
  origin,
  release: machine.release,
  accelerator: machine.accelerator,
  problems: machine.problems.length,
});

/** What an engine gives for a machine; docs/review-json.md. */
export function machineJson({ machine, comparison, refused }: MachineReview, engine: EngineName) {
  const facts = machineFactsJson(machine);
  if (!comparison) return { ...facts, refused: refused ?? 'not compared' };
  const count = (change: string) => comparison.views.filter((view) => view.change === change).length;
  return {
    ...facts,
    engine,
    before: sideJson(machine, comparison.before, engine),
    after: sideJson(machine, comparison.after, engine),
    views: { changed: count('changed'), new: count('new'), gone: count('gone'), unchanged: count('unchanged') },
    inWords: viewsInWords(comparison.before.totals, comparison.after.totals),
  };
}

const sideJson = ({ machine }: ReviewMachine, { totals }: Snapshot, engine: EngineName) => ({
  accelerator: machine.accelerator,
  ...totals,
  engine,
});
