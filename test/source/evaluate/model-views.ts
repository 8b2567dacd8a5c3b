import { nodeRows } from '../../../server/src/machine/print/node-rows.ts';
import type { CoreBehaviour } from '../../../server/src/memory/behaviour.ts';
import type { Topology } from '../../../server/src/memory/region.ts';
import { takeSnapshot } from '../../../server/src/memory/snapshot.ts';
import type { EvaluatedDispatch, EvaluatedSection } from '../../../server/src/source/evaluate/core/dispatch.ts';

/** The model's views of a machine, in the shape and order of those of an evaluated core. */
export const modelViews = (topology: Topology, behaviour: CoreBehaviour) =>
  takeSnapshot(topology, behaviour).views.map((view) => ({
    root: view.root?.id,
    ranges: view.ranges.map(({ start, size, region, offset, readonly, nonvolatile, unmergeable }) => ({
      start,
      size,
      region: region.id,
      offset,
      readonly,
      nonvolatile,
      unmergeable,
    })),
    addressSpaces: view.addressSpaces.map(({ id }) => id).sort((a, b) => a - b),
    dispatch: dispatchText(view.dispatch),
    nodesAllocated: view.nodesAllocated,
  }));

/** A dispatch tree whole, in few words: its sections and the runs of entries of its nodes. */
export const dispatchText = ({
  sections,
  nodes,
  root,
}: Pick<EvaluatedDispatch, 'nodes' | 'root'> & {
  readonly sections: readonly (Omit<EvaluatedSection, 'region'> & {
    readonly region: number | { readonly id: number } | undefined;
  })[];
}): string =>
  [
    root.toString(16),
    ...sections.map(
      ({ start, size, region, kind }) =>
        `${start.toString(16)}+${size.toString(16)} ${typeof region === 'object' ? region.id : region} ${kind}`,
    ),
    ...nodes.map((node) =>
      nodeRows(node)
        .map(({ first, skip, pointer }) => `${first}:${skip}:${pointer}`)
        .join(' '),
    ),
  ].join('\n');

/** For JSON.stringify: addresses in hex. */
export const hex = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `0x${value.toString(16)}` : value;
