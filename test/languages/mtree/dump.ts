import { Dump } from '../../../server/src/languages/mtree/dump.ts';
import { readDump } from '../../../server/src/machine/dump/read-dump.ts';
import { readSections } from '../../../server/src/machine/dump/sections.ts';
import { coreVersion } from '../../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../../server/src/memory/snapshot.ts';
import type { TextRange } from '../../../server/src/text/range.ts';
import { mtree } from '../../machine/mtree.ts';

/** A dump as the workspace makes it for an editor. */
export function dumpOf(text: string, release = '7.2'): Dump {
  const core = coreVersion(release);
  if (!core) throw new Error(`no core ${release}`);
  const machine = readDump(text);
  return new Dump(text, readSections(text), machine, core, takeSnapshot(machine.topology, core.behaviour));
}

/** The offset of the cursor `|` in a snippet of a dump; `after` is a snippet that stands before it. */
export function at({ text }: Dump, marked: string, after = ''): number {
  const found = text.indexOf(marked.replace('|', ''), after === '' ? 0 : text.indexOf(after) + after.length);
  if (found < 0) throw new Error(`not in the dump: ${marked}`);
  return found + marked.indexOf('|');
}

export const slice = ({ text }: Dump, { start, end }: TextRange): string => text.slice(start, end);

/** "12: text of the line", one-based. */
export function lineOf(dump: Dump, offset: number): string {
  const line = dump.index.lineAt(offset);
  return `${line + 1}: ${slice(dump, dump.index.lineRange(line)).trim()}`;
}

/**
 * Two CPUs' worth of everything: RAM through an alias, devices above it, one that is disabled, one that nothing shows,
 * and a bus master that sees `system` whole. The views are what QEMU 7.2 prints for such a tree.
 */
export const BOARD = `${mtree(`
  address-space: cpu-memory-0
  address-space: memory
    0-* (prio 0, i/o): system
      0-ffff (prio 0, ram): alias low @ram 0-ffff
      4000-4fff (prio 1, i/o): uart
      6000-60ff (prio -1, i/o): lost
      8000-8fff (prio 1, rom): flash
      9000-9fff (prio 1, i/o): ghost [disabled]

  address-space: nic
    0-* (prio 0, i/o): bus master container
      0-* (prio 0, i/o): alias bus master @system 0-*

  memory-region: ram
    0-1ffff (prio 0, ram): ram

  memory-region: system
    0-* (prio 0, i/o): system
      0-ffff (prio 0, ram): alias low @ram 0-ffff
      4000-4fff (prio 1, i/o): uart
      6000-60ff (prio -1, i/o): lost
      8000-8fff (prio 1, rom): flash
      9000-9fff (prio 1, i/o): ghost [disabled]

  FlatView #0
   AS "memory", root: system
   AS "cpu-memory-0", root: system
   AS "nic", root: bus master container
   Root memory region: system
    0-3fff (prio 0, ram): ram
    4000-4fff (prio 1, i/o): uart
    5000-7fff (prio 0, ram): ram @5000
    8000-8fff (prio 1, rom): flash
    9000-ffff (prio 0, ram): ram @9000
    Dispatch
      Physical sections
        #0 @0..* (noname) [unassigned]
        #1 @0..3fff ram [not dirty]
        #2 @4000..4fff uart [ROM]
        #3 @5000..7fff ram [watch]
        #4 @8000..8fff flash
        #5 @9000..ffff ram
      Nodes (9 bits per level, 6 levels) ptr=[5] skip=6
`)}      [0]
\t  0       skip=5  ptr=[5]
\t  1..511  skip=1  ptr=NIL
      [1]
\t  0       skip=4  ptr=[5]
\t  1..511  skip=1  ptr=NIL
      [2]
\t  0       skip=3  ptr=[5]
\t  1..511  skip=1  ptr=NIL
      [3]
\t  0       skip=2  ptr=[5]
\t  1..511  skip=1  ptr=NIL
      [4]
\t  0       skip=1  ptr=[5]
\t  1..511  skip=1  ptr=NIL
      [5]
\t  0..3    skip=0  ptr=#1
\t  4       skip=0  ptr=#2
\t  5..7    skip=0  ptr=#3
\t  8       skip=0  ptr=#4
\t  9..15   skip=0  ptr=#5
\t 16..511  skip=0  ptr=#0

`;
