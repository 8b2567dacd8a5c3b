import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDump } from '../../server/src/machine/dump/read-dump.ts';
import type { CoreVersion } from '../../server/src/memory/behaviour.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import type { Topology } from '../../server/src/memory/region.ts';
import { EvaluatedCore } from '../../server/src/source/evaluate/core/memory-core.ts';
import { Workshop } from '../../server/src/source/evaluate/workshop.ts';
import { corpusFiles, hasShared, readShared, WITHOUT } from '../shared.ts';
import { dispatchText, hex, modelViews } from '../source/evaluate/model-views.ts';
import { allChanges, applyChange, changes } from '../source/evaluate/topologies.ts';
import { commitOf, QEMU_TREE, treeOf, WITHOUT_TREE } from './tree.ts';

/** The releases of ten years; some minutes for all. */
const RELEASES = (
  process.env.QEMU_RELEASES ??
  '2.0 2.6 2.8 2.10 2.11 2.12 3.0 3.1 4.0 4.2 5.1 5.2 6.0 6.2 7.0 7.1 7.2 8.0 8.1 8.2 9.0 9.1 9.2 10.0 10.1 10.2'
).split(' ');

const shown = (views: readonly object[]): string[] => views.map((view) => JSON.stringify(view, hex)).sort();

const modelled = (topology: Topology, { behaviour }: CoreVersion): string[] => shown(modelViews(topology, behaviour));

/** Host bytes are not compared: the model has the struct sizes of one release. */
const read = (core: EvaluatedCore): string[] =>
  shown(
    core.views().map(({ root, ranges, addressSpaces, dispatch, nodesAllocated }) => ({
      root,
      ranges,
      addressSpaces,
      dispatch: dispatchText(dispatch),
      nodesAllocated,
    })),
  );

/** The views once commits have given every dispatch tree its room. */
function evaluated(core: EvaluatedCore, topology: Topology): string[] {
  core.start();
  core.build(topology);
  core.recommit();
  core.recommit();
  return read(core);
}

describe.skipIf(!QEMU_TREE).each(RELEASES)(`QEMU %s, evaluated${WITHOUT_TREE}`, (release) => {
  const version = coreVersion(release);
  const commit = QEMU_TREE ? (commitOf(`${release}.0`) ?? '') : '';
  const files = commit ? treeOf(commit) : () => undefined;
  const workshop = new Workshop();
  const core = (topology: Topology): EvaluatedCore =>
    new EvaluatedCore(files, { workshop, pageBits: topology.pageBits });

  it.skipIf(!hasShared).each(corpusFiles())(`%s is what the model renders${WITHOUT}`, (file) => {
    if (!version || !commit) throw new Error(`there is no release ${release} here`);
    const { topology } = readDump(readShared(`corpus/${file}`));
    const wanted = modelled(topology, version);
    const views = evaluated(core(topology), topology);
    expect(views.filter((view) => !wanted.includes(view)).slice(0, 1)).toEqual([]);
    expect(views.length).toBe(wanted.length);
  });

  // memory_region_set_size is newer than 2.0
  it('random machines, and what becomes of them, are what the model renders', () => {
    if (!version || !commit) throw new Error(`there is no release ${release} here`);
    fc.assert(
      fc.property(release === '2.0' ? changes : allChanges, ({ before, after }) => {
        const run = core(before);
        expect(evaluated(run, before)).toEqual(modelled(before, version));
        applyChange(run, before, after);
        expect(withoutRoom(read(run))).toEqual(withoutRoom(modelled(after, version)));
      }),
      { numRuns: 40 },
    );
  });
});

/** What the node arrays have room for depends on all that was there before: the hint never shrinks. */
const withoutRoom = (views: readonly string[]): string[] =>
  views.map((view) => view.replace(/"nodesAllocated":\d+/, '')).sort();
