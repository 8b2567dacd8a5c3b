import { knownVersion } from './known-version.ts';
import { around, type Change, shows, type Transition } from './transition.ts';

/** The code of one place: what is added, or put instead of something, between two pieces that stay. */
interface Place {
  readonly start: string;
  readonly old?: string;
  readonly fresh: string;
  readonly end: string;
}

type PlaceName =
  | 'range'
  | 'section'
  | 'equal'
  | 'merge'
  | 'parameter'
  | 'inherit'
  | 'alias'
  | 'children'
  | 'fill'
  | 'first'
  | 'setter';

/** A flag that is inherited while rendering and keeps ranges apart: what differs between the two commits that add one. */
interface Flag {
  readonly name: string;
  /** The function behind the new setter: before, the code around it ends with the header of that one. */
  readonly next: string;
  readonly code: Readonly<Record<PlaceName, Place>>;
}

function flagChanges({ name, next, code }: Flag): readonly Change[] {
  const render = 'render_memory_region';
  const change = (where: string, says: string, { start, old, fresh, end }: Place): Change => ({
    in: where,
    says,
    before: [around(start), ...(old === undefined ? [] : [around(old)]), around(end)],
    after: [around(start), shows(says, fresh, 'flag'), around(end)],
  });
  return [
    change('struct FlatRange', `a range has ${name}`, code.range),
    change('section_from_flat_range', `sections carry ${name}`, code.section),
    change('flatrange_equal', `ranges that differ in ${name} are not equal`, code.equal),
    change('can_merge', `${name} keeps ranges apart`, code.merge),
    change(render, `rendering takes ${name}`, code.parameter),
    change(render, `${name} is inherited from container and alias`, code.inherit),
    change(render, `${name} goes down into aliases`, code.alias),
    change(render, `${name} goes down into children`, code.children),
    change(render, `ranges get ${name}`, code.fill),
    change('generate_memory_topology', `views begin without ${name}`, code.first),
    { ...change(`memory_region_set_${name}`, `a region can be set ${name}`, code.setter), was: next },
  ];
}

const nonvolatile: Flag = {
  name: 'nonvolatile',
  next: 'memory_region_rom_device_set_romd',
  code: {
    range: { start: '3:1gxtd75v9pz readonly', fresh: '3:1gxtd75v9pz nonvolatile', end: '2:1q4x2cu2xes' },
    section: { start: '7:1xcxhda9bug $fr', fresh: '7:167laaobuzc $fr', end: '2:1q4x2cu2xes' },
    equal: { start: '15:ylm1zgo7ml $a $b', fresh: '8:1zg3lj5r7lf $a $b', end: '2:1uvl7uesehd' },
    merge: { start: '15:ylm1zgo7ml $r1 $r2', fresh: '8:1zg3lj5r7lf $r1 $r2', end: '2:1uvl7uesehd' },
    parameter: { start: '5:twuux2hulj $clip $readonly', fresh: '3:1eez6xknl7v $nonvolatile', end: '2:22jya597noo' },
    inherit: {
      start: '6:12r9du1qilb $readonly $mr',
      fresh: '6:k2ypd6fbbu $nonvolatile $mr',
      end: '11:29khy1lazrn $tmp $base $mr',
    },
    alias: {
      start: '13:2g7w8rqyk2p $base $mr',
      old: '15:6xdvprvf2v $view $mr $base $clip $readonly',
      fresh: '17:26oyo6siat4 $view $mr $base $clip $readonly $nonvolatile',
      end: '3:v5h4zejaab',
    },
    children: {
      start: '12:9ecscwnhsr $sub $mr subregions_link',
      old: '13:1ag72eovbej $view $sub $base $clip $readonly',
      fresh: '15:2fvkm0vehl2 $view $sub $base $clip $readonly $nonvolatile',
      end: '1:25ju2b348c4',
    },
    fill: { start: '6:25m8t2wol01 $fr $readonly', fresh: '6:1u0a58is3c8 $fr $nonvolatile', end: '2:266npkh0ta1' },
    first: {
      start: '21:2f5in3fgm2p $view $mr',
      old: '1:vbdz260l2r',
      fresh: '3:1f1lojg2mbf',
      end: '8:1dkgr6w41qg $view',
    },
    setter: {
      start: '2:9v4ltt3viq',
      fresh: '42:1pgyhl3efis $mr $value memory_region_update_pending',
      end: '3:1s5vd9beanu',
    },
  },
};

const unmergeable: Flag = {
  name: 'unmergeable',
  next: 'memory_region_get_alignment',
  code: {
    range: { start: '3:1gxtd75v9pz nonvolatile', fresh: '3:1gxtd75v9pz unmergeable', end: '2:1q4x2cu2xes' },
    section: { start: '7:167laaobuzc $fr', fresh: '7:2bew7wvbu0e $fr', end: '2:1q4x2cu2xes' },
    equal: { start: '15:xq3lmv5s6f $a $b', fresh: '8:q3yf314s17 $a $b', end: '2:1uvl7uesehd' },
    merge: { start: '15:xq3lmv5s6f $r1 $r2', fresh: '10:u0jufjctd0 $r1 $r2', end: '2:1uvl7uesehd' },
    parameter: {
      start: '8:4kmjihlicu $clip $readonly $nonvolatile',
      fresh: '3:1eez6xknl7v $unmergeable',
      end: '2:22jya597noo',
    },
    inherit: {
      start: '6:k2ypd6fbbu $nonvolatile $mr',
      fresh: '6:2bzrgs9xw5c $unmergeable $mr',
      end: '11:29khy1lazrn $tmp $base $mr',
    },
    alias: {
      start: '13:2g7w8rqyk2p $base $mr',
      old: '17:26oyo6siat4 $view $mr $base $clip $readonly $nonvolatile',
      fresh: '19:gqqa8b4xmx $view $mr $base $clip $readonly $nonvolatile $unmergeable',
      end: '3:v5h4zejaab',
    },
    children: {
      start: '12:9ecscwnhsr $sub $mr subregions_link',
      old: '15:2fvkm0vehl2 $view $sub $base $clip $readonly $nonvolatile',
      fresh: '17:1ly22w6z6j1 $view $sub $base $clip $readonly $nonvolatile $unmergeable',
      end: '1:25ju2b348c4',
    },
    fill: { start: '6:1u0a58is3c8 $fr $nonvolatile', fresh: '6:jgjoz1kfse $fr $unmergeable', end: '2:266npkh0ta1' },
    first: {
      start: '21:2f5in3fgm2p $view $mr',
      old: '3:1f1lojg2mbf',
      fresh: '5:1qy6qs6u6i2',
      end: '8:1dkgr6w41qg $view',
    },
    setter: {
      start: '5:2687nz33g8g',
      fresh: '44:1lp8n6avi37 $mr $value memory_region_update_pending',
      end: '3:1g57vojtz3l',
    },
  },
};

export const FLAG_TRANSITIONS: readonly Transition[] = [
  {
    commit: 'c26763f8ec',
    title: 'memory: learn about non-volatile memory region',
    from: knownVersion('2.11'),
    to: knownVersion('3.1'),
    paths: ['memory.c'],
    since: '2017-12',
    until: '2019-08',
    era: 'QEMU 2.11 to 4.1',
    changes: flagChanges(nonvolatile),
    known: [],
    traits: [
      {
        id: 'flag',
        trait: 'Non-volatile regions',
        before: 'Regions have no flag nonvolatile',
        after: 'nonvolatile is inherited while rendering, and ranges that differ in it do not merge',
        how: 'render_memory_region hands the flag down, flatrange_equal and can_merge ask for it.',
      },
    ],
  },
  {
    commit: '533f5d6679',
    title: 'memory,vhost: Allow for marking memory device memory regions unmergeable',
    from: knownVersion('7.2'),
    to: knownVersion('8.2'),
    paths: ['softmmu/memory.c', 'system/memory.c'],
    since: '2020-06',
    until: '2099-12',
    era: 'QEMU 5.1 and later',
    changes: flagChanges(unmergeable),
    known: [],
    traits: [
      {
        id: 'flag',
        trait: 'Unmergeable regions',
        before: 'Adjacent ranges that continue one region merge',
        after: 'Ranges of regions that are or are inside something unmergeable stay apart',
        how: 'render_memory_region hands the flag down, and can_merge refuses ranges that have it.',
      },
    ],
  },
];
