import type { FlatView, Snapshot } from '../../memory/flat-view.ts';
import { rangeDifferences } from '../compare.ts';
import type { MachineReview } from '../model.ts';
import type { EvaluatedRuns } from './model.ts';

/** What two engines make of one machine, Before and After a patch. */
export interface Agreement {
  readonly machine: string;
  /** A sentence each; none where they agree. */
  readonly differences: readonly string[];
}

/** The machines for which both engines have figures, in the order of the evaluated ones. */
export function agreements(model: readonly MachineReview[], { machines }: EvaluatedRuns): readonly Agreement[] {
  return machines.flatMap(({ machine, comparison }) => {
    const own = model.find((one) => one.machine.id === machine.id)?.comparison;
    if (!comparison || !own) return [];
    const differences = (['before', 'after'] as const).flatMap((side) =>
      engineDifferences(own[side], comparison[side]).map(
        (what) => `${side === 'before' ? 'Before' : 'After'}: ${what}`,
      ),
    );
    return [{ machine: machine.label, differences }];
  });
}

const MOST = 5;

/**
 * What two engines make differently of one machine under one core: a sentence each, the first few. Host bytes are not
 * compared: the model has the struct sizes of one release.
 */
export function engineDifferences(model: Snapshot, source: Snapshot): readonly string[] {
  const found: string[] = [];
  const compare = (what: string, a: number | string, b: number | string): void => {
    if (a !== b) found.push(`${what}: model ${a}, source ${b}.`);
  };
  compare('FlatViews', model.views.length, source.views.length);
  compare('address spaces', model.totals.addressSpaces, source.totals.addressSpaces);
  const seen = new Set<FlatView>();
  for (const { id, name } of model.topology.addressSpaces) {
    const [a, b] = [model.viewOf[id], source.viewOf[id]];
    if (found.length >= MOST) break;
    if (!a || !b || seen.has(a)) continue;
    seen.add(a);
    compare(`address spaces that share the view of "${name}"`, a.addressSpaces.length, b.addressSpaces.length);
    compare(`root of the view of "${name}"`, a.root?.name ?? 'NULL', b.root?.name ?? 'NULL');
    const ranges = rangeDifferences(a, b).filter(({ change }) => change !== 'same').length;
    if (ranges > 0) found.push(`${ranges} ranges of the view of "${name}" are in one only.`);
    compare(`sections of "${name}"`, a.dispatch.sections.length, b.dispatch.sections.length);
    compare(`nodes of "${name}"`, a.dispatch.nodes.length, b.dispatch.nodes.length);
    compare(`nodes allocated for "${name}"`, a.nodesAllocated, b.nodesAllocated);
  }
  return found.slice(0, MOST);
}
