import { readDump } from '../server/src/machine/dump/read-dump.ts';
import type { Totals } from '../server/src/memory/flat-view.ts';
import type { Topology } from '../server/src/memory/region.ts';
import { corpusFiles, hasShared, readShared } from './shared.ts';

/** What a build of QEMU at a commit had alive on a machine (../shared/gold). */
export interface Row {
  readonly commit: string;
  readonly machine: string;
  readonly alive: Omit<Totals, 'bytes'>;
}

function goldRows(): Row[] {
  const [head, ...lines] = readShared('gold/counts-2017.tsv').trim().split('\n');
  const names = head?.split('\t') ?? [];
  return lines.map((line) => {
    const cells = line.split('\t');
    const count = (name: string): number => Number(cells[names.indexOf(name)]);
    return {
      commit: cells[0] ?? '',
      machine: cells[1] ?? '',
      alive: {
        addressSpaces: count('address_spaces'),
        flatViews: count('flatviews'),
        emptyFlatViews: count('empty_flatviews'),
        flatRanges: count('flat_ranges'),
        dispatchSections: count('dispatch_sections'),
        dispatchNodes: count('dispatch_nodes'),
        dispatchNodesAllocated: count('dispatch_nodes_allocated'),
      },
    };
  });
}

export const dumps = new Map(corpusFiles('qemu-2.10-dev-').map((file) => [file.replace(/^.*\/|\.mtree$/g, ''), file]));
export const rows = hasShared ? goldRows().filter(({ machine }) => dumps.has(machine)) : [];

/** Dumps are large: each is read once. */
const read = new Map<string, Topology>();
export function topologyOf(machine: string): Topology {
  const known = read.get(machine);
  if (known) return known;
  const { topology } = readDump(readShared(`corpus/${dumps.get(machine)}`));
  read.set(machine, topology);
  return topology;
}
