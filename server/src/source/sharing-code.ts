/** What several commits of the FlatView sharing series have, and when that was: QEMU 2.11, September 2017. */
export const CYCLE = { paths: ['memory.c'], since: '2017-08', until: '2017-12', era: 'the 2.11 cycle' };

export const WALK = 'memory_region_get_flatview_root';

export const aliasWalk = '32:ieua6o9y6z $mr';
export const wholeAlias = '38:1ifv8qa2az3 $mr';
export const secondChild = '15:1fm37c0lgu8 $found $next';
export const fittingChild = '24:1xokilvluge $child $mr $next';
export const followChild = '13:1yr4en6pkrd $next $mr';
export const tableMade = '16:1tcu0b5z8yl flat_views g_direct_hash g_direct_equal GDestroyNotify flatview_unref';
export const tableThere = '8:275rsn8mfil flat_views';
