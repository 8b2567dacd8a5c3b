import type { CoreVersion } from '../memory/behaviour.ts';
import { knownVersion } from './known-version.ts';
import { around, type Change, shows, type Transition } from './transition.ts';

/** A section that every dispatch tree reserves, in the order of their numbers; 4.2 drops them from the last one on. */
interface Dummy {
  readonly name: string;
  readonly region: string;
  readonly number: number;
  /** The code that defines its number, and the code that reserves it. */
  readonly define: string;
  readonly reserve: string;
}

const unassigned: Dummy = {
  name: 'UNASSIGNED',
  region: 'io_mem_unassigned',
  number: 0,
  define: '4:als9t5ospn define',
  reserve: '22:2fxeqner6tp $n $d $fv io_mem_unassigned',
};
const notdirty: Dummy = {
  name: 'NOTDIRTY',
  region: 'io_mem_notdirty',
  number: 1,
  define: '4:267smtv6fbi define',
  reserve: '22:125qp88vvn1 $n $d $fv io_mem_notdirty',
};
const rom: Dummy = {
  name: 'ROM',
  region: 'io_mem_rom',
  number: 2,
  define: '4:1zncvaft7uv define',
  reserve: '22:n1nm4rbx4n $n $d $fv io_mem_rom',
};
const watch: Dummy = {
  name: 'WATCH',
  region: 'io_mem_watch',
  number: 3,
  define: '4:7se8yiyv3l define',
  reserve: '22:1gr2janibv5 $n $d $fv io_mem_watch',
};

function dropped(gone: Dummy, previous: Dummy): readonly Change[] {
  const number = '7:28scyzeihmz';
  const tree = '4:lvam4ymn9b $d';
  return [
    {
      in: '',
      says: `the number of the section ${gone.name} goes`,
      before: [
        around(previous.define),
        shows(`section ${gone.number} is ${gone.name}`, gone.define, 'dummies'),
        around(number),
      ],
      after: [around(previous.define), around(number)],
    },
    {
      in: 'address_space_dispatch_new',
      says: `the section ${gone.name} is no longer reserved`,
      before: [
        around(previous.reserve),
        shows(`section ${gone.name} is reserved`, gone.reserve, 'dummies'),
        around(tree),
      ],
      after: [around(previous.reserve), around(tree)],
    },
  ];
}

function transition(
  commit: string,
  title: string,
  gone: Dummy,
  previous: Dummy,
  from: CoreVersion,
  to: CoreVersion,
): Transition {
  return {
    commit,
    title,
    from,
    to,
    paths: ['exec.c'],
    since: '2018-10',
    until: '2019-12',
    era: 'the 4.2 cycle',
    changes: dropped(gone, previous),
    known: [],
    traits: [
      {
        id: 'dummies',
        trait: 'Sections that every dispatch tree reserves',
        before: `${from.behaviour.dummySections}: the last one is ${gone.name}`,
        after: `${to.behaviour.dummySections}: the last one is ${previous.name}`,
        how: `address_space_dispatch_new no longer makes a section of ${gone.region}.`,
      },
    ],
  };
}

const four = knownVersion('4.1');
const three = knownVersion('50b107c5d6');
const two = knownVersion('7b0d792ce1');
const one = knownVersion('4.2');

/** 50b107c5d6, 7b0d792ce1 and 08565552f7, all of QEMU 4.2. */
export const DUMMY_TRANSITIONS: readonly Transition[] = [
  transition('50b107c5d6', 'cputlb: Handle watchpoints via TLB_WATCHPOINT', watch, rom, four, three),
  transition('7b0d792ce1', 'cputlb: Move ROM handling from I/O path to TLB path', rom, notdirty, three, two),
  transition('08565552f7', 'cputlb: Move NOTDIRTY handling from I/O path to TLB path', notdirty, unassigned, two, one),
];
