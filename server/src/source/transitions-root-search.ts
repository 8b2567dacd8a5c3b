import { knownVersion } from './known-version.ts';
import { type Pattern, part } from './patterns.ts';
import {
  aliasWalk,
  CYCLE,
  fittingChild,
  followChild,
  secondChild,
  tableMade,
  tableThere,
  WALK,
  wholeAlias,
} from './sharing-code.ts';
import { around, type Change, type KnownContext, shows, type Transition } from './transition.ts';

const lines = (...prints: readonly string[]): Pattern => prints.map(part);

/** What stands in the child walk of e673ba9af9, seen in the context of a longer hunk. */
const childWalk: readonly KnownContext[] = [
  {
    in: WALK,
    says: 'the walk stops at the second enabled child',
    starts: part('3:26j6q57532z'),
    code: lines('8:v5ixvpqiaf $found', '4:1uor5nxiq7k $next', '2:1dhj0lwo0ba', '1:25ju2b348c4'),
  },
  {
    in: WALK,
    says: 'a lone child is followed where it is at 0 and not larger',
    starts: part('6:2f12cimi2pt $child'),
    code: lines('19:14nrbsan6q $child $mr', '4:1gyav3zfx61 $next $child', '1:25ju2b348c4'),
  },
  {
    in: WALK,
    says: 'aliases are followed where they show their target whole',
    starts: part('6:2bg4lk19apq $mr'),
    code: lines(
      '7:2g2c4x6gnv2 $mr',
      '21:114z7wj0qg1 $mr',
      '6:1xnghfm0vgn $mr',
      '2:zb0c35p7hg',
      '1:25ju2b348c4',
      '1:25ju2b348c4',
    ),
  },
  {
    in: WALK,
    says: 'only enabled children count',
    starts: part('5:1k8h8cyd89z $child'),
    code: lines('7:1eqo5aju93q $child', '3:26j6q57532z'),
  },
];

/** e673ba9af9. */
const children: readonly Change[] = [
  {
    in: WALK,
    says: 'the walk goes through lone enabled children',
    before: [
      around('7:45zewqf1xw $mr'),
      shows('only whole aliases are followed', aliasWalk, 'child', 'enabled', 'alias'),
      around('3:10rsuidr4jo $mr'),
    ],
    after: [
      around('7:45zewqf1xw $mr'),
      shows('the walk ends at a disabled region', '7:m6ui5fl79r $mr', 'enabled'),
      shows('aliases that show their target whole are followed', wholeAlias, 'alias'),
      shows('containers are looked into', '9:t8glx7afol $mr', 'child'),
      shows('enabled children are counted from 0', '6:2suimra2sx $found', 'child'),
      shows('no child is chosen at first', '9:jtzt307clh $child $next', 'child'),
      around('12:9ecscwnhsr $child $mr subregions_link'),
      shows('only enabled children count', '7:1eqo5aju93q $child', 'child'),
      shows('a second enabled child ends the search', secondChild, 'child'),
      shows('a child at 0 that is not larger is chosen', fittingChild, 'child'),
      around('2:9v4ltt3viq'),
      shows('the chosen child is followed', followChild, 'child'),
      shows('the walk ends at anything else', '3:1242iysgdkk', 'enabled'),
      around('3:10rsuidr4jo $mr'),
    ],
  },
];

/** 092aa2fc65. */
const empty: readonly Change[] = [
  {
    in: 'flatview_unref',
    says: 'a FlatView that is freed has a root',
    before: [around('14:j9earsdpv6 $view'), around('11:28ozds3orut $view flatview_destroy rcu')],
    after: [
      around('14:j9earsdpv6 $view'),
      shows('the view without a root is never freed', '7:og5dfhehfe $view', 'permanent'),
      around('11:28ozds3orut $view flatview_destroy rcu'),
    ],
  },
  {
    in: WALK,
    says: 'where the walk meets nothing to render, it gives NULL',
    before: [
      around('3:20do8mpclel'),
      shows('a lone child is followed', followChild, 'lone'),
      shows('the walk ends in the region itself', '7:t0bv33qa43 $mr', 'disabled', 'childless'),
    ],
    after: [
      around('3:20do8mpclel'),
      shows('a container without an enabled child gives NULL', '11:2atowlrqq4l $found', 'childless'),
      shows('a lone child is followed', followChild, 'lone'),
      shows('a region to render is its own root', '4:2g4shlhkx8q $mr', 'disabled'),
      shows('a disabled region gives NULL', '4:1r22ffl00ke', 'disabled'),
    ],
  },
  {
    in: 'flatviews_init',
    says: 'one empty FlatView is kept under the key NULL',
    before: [
      around('7:2eyy396giay'),
      around(tableThere),
      shows('the table of FlatViews by root is made', tableMade, 'table'),
      around('1:25ju2b348c4'),
    ],
    after: [
      around('7:2eyy396giay'),
      shows('the empty FlatView is static', '5:xoahrzvugd $empty', 'permanent'),
      around(tableThere),
      shows('the table of FlatViews by root is made', tableMade, 'table'),
      shows('the empty FlatView is made once', '13:1g5931aoolv $empty', 'permanent'),
      shows('a reference keeps it for ever', '6:1e6otznhcpu $empty', 'permanent'),
      shows('later tables get it again', '11:cyic129adr flat_views $empty', 'permanent'),
      shows("the table's own reference is taken", '7:ae3s8aa5w8 $empty', 'permanent'),
    ],
  },
];

/** The search for the root goes further: e673ba9af9 and 092aa2fc65. */
export const ROOT_SEARCH_TRANSITIONS: readonly Transition[] = [
  {
    ...CYCLE,
    commit: 'e673ba9af9',
    title: 'memory: seek FlatView sharing candidates among children subregions',
    from: knownVersion('967dc9b119'),
    to: knownVersion('e673ba9af9'),
    changes: children,
    known: [],
    traits: [
      {
        id: 'enabled',
        trait: 'Disabled regions on the way to the root of a view',
        before: 'The walk does not ask whether a region is enabled',
        after: 'The walk ends at a disabled region, which is then the root of a view of its own',
        how: 'The loop runs while the region is enabled.',
      },
      {
        id: 'child',
        trait: 'Lone children on the way to the root of a view',
        before: 'A container is the root of its own view',
        after: 'A lone enabled child at 0 that is not larger than its container is followed',
        how: 'The enabled children of a container are counted, and the only one is followed.',
      },
      {
        id: 'alias',
        trait: 'Aliases on the way to the root of a view',
        before: 'An alias that shows its target whole is followed',
        after: 'An alias that shows its target whole is followed',
        how: 'The condition on offset and sizes is the same on both sides.',
      },
    ],
  },
  {
    ...CYCLE,
    commit: '092aa2fc65',
    title: 'memory: Share special empty FlatView',
    from: knownVersion('e673ba9af9'),
    to: knownVersion('092aa2fc65'),
    changes: empty,
    known: childWalk,
    traits: [
      {
        id: 'childless',
        trait: 'Address spaces whose root is a container without an enabled child',
        before: 'Each such root has an empty FlatView of its own',
        after: 'All share one permanent empty FlatView',
        how: 'memory_region_get_flatview_root gives NULL where it has counted no enabled child.',
      },
      {
        id: 'disabled',
        trait: 'Address spaces whose root is disabled, or leads to a disabled region',
        before: 'Each such region has an empty FlatView of its own',
        after: 'All share one permanent empty FlatView',
        how: 'The walk gives NULL where it ends at a disabled region, and the region itself only where that renders.',
      },
      {
        id: 'permanent',
        trait: 'The empty FlatView',
        before: 'Empty FlatViews are made and freed as any other',
        after: 'One empty FlatView, with its dispatch tree, is made once and kept for ever under the key NULL',
        how: 'flatviews_init keeps it in a static variable, puts it into each new table and holds references on it.',
      },
      {
        id: 'table',
        trait: 'Who has a FlatView',
        before: 'Address spaces whose roots lead to one region share one FlatView',
        after: 'Address spaces whose roots lead to one region share one FlatView',
        how: 'The table flat_views is made in the code around the change (967dc9b119).',
        context: true,
      },
      {
        id: 'lone',
        trait: 'Lone children on the way to the root of a view',
        before: 'A lone enabled child at 0 that is not larger than its container is followed',
        after: 'A lone enabled child at 0 that is not larger than its container is followed',
        how: 'The walk goes on with the chosen child in the code around the change (e673ba9af9).',
        context: true,
      },
    ],
  },
];
