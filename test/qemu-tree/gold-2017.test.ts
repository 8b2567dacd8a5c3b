import { describe, expect, it } from 'vitest';
import { EvaluatedCore } from '../../server/src/source/evaluate/core/memory-core.ts';
import type { EvaluatedView } from '../../server/src/source/evaluate/core/views.ts';
import { Workshop } from '../../server/src/source/evaluate/workshop.ts';
import { rows, topologyOf } from '../gold.ts';
import { hasShared, WITHOUT } from '../shared.ts';
import { hasCommit, QEMU_TREE, treeOf, WITHOUT_TREE } from './tree.ts';

const workshop = new Workshop();

const sum = (views: readonly EvaluatedView[], of: (view: EvaluatedView) => number): number =>
  views.reduce((total, view) => total + of(view), 0);

/** Each commit of the series of September 2017, from its own files: what its build had alive. */
describe.skipIf(!QEMU_TREE || !hasShared)(`the series of 2017, evaluated${WITHOUT_TREE}${WITHOUT}`, () => {
  const known = QEMU_TREE ? rows.filter(({ commit }) => hasCommit(commit)) : [];

  it.each(known)('$commit $machine', ({ commit, machine, alive }) => {
    const topology = topologyOf(machine);
    const core = new EvaluatedCore(treeOf(commit), { workshop, pageBits: topology.pageBits });
    core.start();
    core.build(topology);
    core.recommit();
    core.recommit();
    const views = core.views();
    expect({
      addressSpaces: core.addressSpaces(),
      flatViews: views.length,
      emptyFlatViews: sum(views, ({ ranges }) => (ranges.length === 0 ? 1 : 0)),
      flatRanges: sum(views, ({ ranges }) => ranges.length),
      dispatchSections: sum(views, ({ dispatch }) => dispatch.sections.length),
      dispatchNodes: sum(views, ({ dispatch }) => dispatch.nodes.length),
      dispatchNodesAllocated: sum(views, ({ nodesAllocated }) => nodesAllocated),
    }).toEqual(alive);
  });
});
