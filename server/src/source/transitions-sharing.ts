import { knownVersion } from './known-version.ts';
import { aliasWalk, CYCLE, tableMade, tableThere, WALK } from './sharing-code.ts';
import { around, type Change, shows, type Transition } from './transition.ts';

/** 89c177bbdd. */
const storeRoot: readonly Change[] = [
  {
    in: 'struct FlatView',
    says: 'a FlatView has a root',
    before: [around('7:1fsj3x3z6gu dispatch')],
    after: [
      around('5:oth2swo8mh dispatch'),
      shows('a FlatView has a root', '4:1wp278d9z4m root', 'root'),
      around('2:1q4x2cu2xes'),
    ],
  },
  {
    in: 'flatview_new',
    says: 'a new FlatView keeps its root',
    before: [around('22:260ecreci2a $view'), around('10:1ivj2m2zrrc $view')],
    after: [
      around('24:xxvf1b09bz $root $view'),
      around('6:159o3iftxt5 $view'),
      shows('the root is stored', '6:e4ie7yagqj $view $root', 'root'),
      shows('a reference on the root is held', '5:1iogubou3j1 $root', 'root'),
      around('4:2g4shlhkx8q $view'),
    ],
  },
  {
    in: 'flatview_destroy',
    says: 'the reference on the root is dropped with the FlatView',
    before: [around('12:1ces0sx4xeu $view')],
    after: [
      around('7:1igj8b2ukog $view'),
      shows('the reference on the root is dropped', '7:smsp99g2hb $view', 'root'),
      around('5:1xxkgd95xkr $view'),
    ],
  },
  {
    in: WALK,
    was: 'generate_memory_topology',
    says: 'whole aliases are followed to the physical root',
    before: [around('16:9077lvu4jb $2mr $2view'), around('11:285dusfbj2x $2view $2mr')],
    after: [
      around('12:11d1whjhst4 $mr'),
      shows('aliases that show their target whole are followed', aliasWalk, 'alias'),
      shows('the region where the walk ends is the root', '4:2g4shlhkx8q $mr', 'alias'),
      around('14:1nbp5pn9kw4 $2mr $2view'),
      shows('the view is made for this root', '7:xu2srrnnko $2view $2mr', 'root'),
      around('5:25mkn48mf4s $2mr'),
    ],
  },
  {
    in: 'address_space_update_topology',
    says: 'an address space renders its physical root',
    before: [
      around('9:2a2eazp0nmx $old $as'),
      shows('the view is rendered from the root itself', '11:7xmvn9jmvu $new $as', 'alias'),
      around('3:29527x1iyzp $i'),
    ],
    after: [
      around('9:2a2eazp0nmx $old $as'),
      shows('the root is searched', '11:1q71f7vqox0 $phys $old', 'alias'),
      shows('the view is rendered from it', '9:1g6xa4pqik9 $new $phys', 'alias'),
      around('3:29527x1iyzp $i'),
    ],
  },
  {
    in: 'address_space_init',
    says: 'the first view of an address space has its root',
    before: [around('20:1o6uhdso37r $as')],
    after: [
      around('6:mvk4tg41e8 $as'),
      shows('the first view has the root', '9:1xvq87crf3m $as $root', 'root'),
      around('6:x90w22ypod $as'),
    ],
  },
];

/** 967dc9b119. */
const share: readonly Change[] = [
  {
    in: '',
    says: 'the table flat_views is declared',
    before: [around('11:1s1h8327koi address_spaces')],
    after: [
      around('6:ojqtsth89k address_spaces'),
      shows('the table flat_views is declared', '5:1xvniqsmcpf GHashTable flat_views', 'table'),
      around('5:21pxbb43lub'),
    ],
  },
  {
    in: 'generate_memory_topology',
    says: 'a new FlatView is put into the table',
    before: [around('11:6fgyqxbkrs $view')],
    after: [
      around('7:9xqmi44yrh $view'),
      shows('the view is put under its root', '9:164mf7x6b92 flat_views $mr $view', 'table'),
      around('4:2g4shlhkx8q $view'),
    ],
  },
  {
    in: 'address_space_set_flatview',
    was: 'address_space_update_topology',
    says: 'address spaces take their view from the table',
    before: [
      around('2:9v4ltt3viq'),
      around('9:2cbgdsrs7a2 $as'),
      around('9:2a2eazp0nmx $old $as'),
      shows('each address space searches a root', '11:1q71f7vqox0 $phys $old', 'table'),
      shows('each address space renders a view', '9:1g6xa4pqik9 $new $phys', 'table'),
      around('12:2f84ghuvzca $as'),
    ],
    after: [
      around('2:9v4ltt3viq'),
      around('7:2eyy396giay'),
      shows('a table that is there is kept', tableThere, 'table'),
      shows('the table is made', tableMade, 'table'),
      around('12:1fqxoylliac $2as'),
      shows('the old table goes', '15:y7xpjosy5n flat_views', 'table'),
      shows('a new table is made', '4:zswvbufms8', 'table'),
      around('10:urbtcx2prd $2as address_spaces address_spaces_link'),
      shows('each root is searched', '11:1q71f7vqox0 $2phys $2as', 'table'),
      shows('a root is rendered once', '13:evz4tcyhjk flat_views $2phys', 'table'),
      shows('a root that is not there yet is rendered', '7:1wxpjvu0b8f $2phys', 'table'),
      around('9:1b87tthkopo $as'),
      around('9:2a2eazp0nmx $old $as'),
      shows('the root is searched again', '11:1q71f7vqox0 $phys $as', 'table'),
      shows('the view comes from the table', '11:1dk2i4janj1 $new flat_views $phys', 'table'),
      shows('it must be there', '5:dv9we1860x $new', 'table'),
      shows('a reference on it is held', '5:gpmgas3tmw $new', 'table'),
      around('12:2f84ghuvzca $as'),
    ],
  },
  {
    in: 'memory_region_transaction_commit',
    says: 'a commit renders each root once',
    before: [
      around('12:1i4dzw2wc05 memory_region_update_pending begin'),
      around('10:urbtcx2prd $as address_spaces address_spaces_link'),
      shows('each address space is rendered', '5:24vp8vvr6j5 $as', 'table'),
      around('5:181f7shr4rs $as'),
    ],
    after: [
      around('5:25mkn48mf4s memory_region_update_pending'),
      shows('the table is made anew', '4:1yau1cj8f3n', 'table'),
      around('7:1jinkddguuw begin'),
      around('10:urbtcx2prd $as address_spaces address_spaces_link'),
      shows('each address space takes its view', '5:11hl4z8xf6w $as', 'table'),
      around('5:181f7shr4rs $as'),
    ],
  },
  {
    in: 'address_space_init_shareable',
    says: 'address spaces are no longer searched for one with the same root',
    before: [
      around('4:1se8l0slwpa $as'),
      around('10:urbtcx2prd $as address_spaces address_spaces_link'),
      shows('an address space with the same root is taken', '13:zfajidq4hw $root $as', 'shareable'),
      shows('it is counted', '10:199u76lw6eo $as', 'shareable'),
      around('9:4zexqt1pz1 $as'),
    ],
    after: [around('13:1wba0jg3uvk $as')],
  },
];

/** Views get a root, and are shared by it: 89c177bbdd and 967dc9b119. */
export const SHARING_TRANSITIONS: readonly Transition[] = [
  {
    ...CYCLE,
    commit: '89c177bbdd',
    title: 'memory: Store physical root MR in FlatView',
    from: knownVersion('2.10'),
    to: knownVersion('89c177bbdd'),
    changes: storeRoot,
    known: [],
    traits: [
      {
        id: 'alias',
        trait: 'Aliases on the way to the root of a view',
        before: 'A view is rendered from the root of its address space',
        after: 'An alias that shows its target whole is followed: the view is rendered from the target',
        how: 'memory_region_get_flatview_root is new, and address_space_update_topology renders what it gives.',
      },
      {
        id: 'root',
        trait: 'The root of a FlatView',
        before: 'A FlatView does not know its root',
        after: 'A FlatView keeps its root and a reference on it; each address space still has a view of its own',
        how: 'flatview_new takes the root and flatview_destroy drops it.',
      },
    ],
  },
  {
    ...CYCLE,
    commit: '967dc9b119',
    title: "memory: Share FlatView's and dispatch trees between address spaces",
    from: knownVersion('89c177bbdd'),
    to: knownVersion('967dc9b119'),
    changes: share,
    known: [],
    traits: [
      {
        id: 'table',
        trait: 'Who has a FlatView',
        before: 'Each address space has a FlatView and a dispatch tree of its own',
        after: 'Address spaces whose roots lead to one region share one FlatView and one dispatch tree',
        how: 'The table flat_views is new; a commit renders each root once, and address spaces look their view up.',
      },
      {
        id: 'shareable',
        trait: 'Shareable address spaces',
        before: 'address_space_init_shareable gives one address space for one root',
        after: 'Each call makes an address space; they share the FlatView instead',
        how: 'The search through the address spaces goes from address_space_init_shareable.',
      },
    ],
  },
];
