import type { FlatView, Snapshot } from '../../memory/flat-view.ts';
import { rangeDifferences } from '../compare.ts';

/**
 * What two engines make differently of one machine under one core: a sentence each, at most `most` of them. Host bytes
 * are not compared: the model has the struct sizes of one release.
 */
export function engineDifferences(model: Snapshot, source: Snapshot, most = 5): readonly string[] {
  const found: string[] = [];
  const differ = (what: string, a: number | string, b: number | string): boolean => {
    if (a === b) return false;
    found.push(`${what}: model ${a}, source ${b}.`);
    return true;
  };
  differ('FlatViews', model.views.length, source.views.length);
  differ('Address spaces', model.totals.addressSpaces, source.totals.addressSpaces);
  const seen = new Set<FlatView>();
  for (const { id, name } of model.topology.addressSpaces) {
    const [a, b] = [model.viewOf[id], source.viewOf[id]];
    if (found.length >= most) break;
    if (!a || !b || seen.has(a)) continue;
    seen.add(a);
    differ(`Address spaces that share the view of "${name}"`, a.addressSpaces.length, b.addressSpaces.length);
    differ(`Root of the view of "${name}"`, a.root?.name ?? 'NULL', b.root?.name ?? 'NULL');
    const ranges = rangeDifferences(a, b).filter(({ change }) => change !== 'same').length;
    if (ranges > 0) found.push(`${ranges} ranges of the view of "${name}" differ between model and source.`);
    differ(`Sections of "${name}"`, a.dispatch.sections.length, b.dispatch.sections.length);
    differ(`Nodes of "${name}"`, a.dispatch.nodes.length, b.dispatch.nodes.length);
    differ(`Nodes allocated for "${name}"`, a.nodesAllocated, b.nodesAllocated);
  }
  return found.slice(0, most);
}
