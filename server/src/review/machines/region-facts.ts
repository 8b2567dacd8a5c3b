import { typeText } from '../../machine/print/region-type.ts';
import type { MemoryRegion } from '../../memory/region.ts';
import type { Difference, MachineSide, Pair } from './model.ts';
import type { Partners } from './pairing.ts';

/** What decides where a region shows, of all that may differ. */
const PLACING: ReadonlySet<Difference['what']> = new Set([
  'address',
  'size',
  'alias offset',
  'alias target',
  'container',
  'enabled',
]);

export const isPlacing = ({ what }: Difference): boolean => PLACING.has(what);

/** In what the two halves of a pair differ by themselves; nothing where one is missing. */
export function differencesOf(
  { before, after }: Pair<MemoryRegion>,
  partners: Partners<MemoryRegion>,
  sides: { readonly before: MachineSide; readonly after: MachineSide },
): readonly Difference[] {
  if (!before || !after) return [];
  const found: Difference[] = [];
  const number = (what: 'address' | 'size' | 'alias offset', a: bigint, b: bigint): void => {
    if (a !== b) found.push({ what, before: a, after: b });
  };
  const word = (what: Exclude<Difference['what'], 'address' | 'size' | 'alias offset'>, a: string, b: string): void => {
    if (a !== b) found.push({ what, before: a, after: b });
  };
  const adopted =
    before.container?.id !== undefined && partners.of(before.container, 'before').after !== after.container;
  if (adopted || Boolean(before.container) !== Boolean(after.container)) {
    found.push({ what: 'container', before: nameOf(before.container), after: nameOf(after.container) });
    number('address', absolute(before), absolute(after));
  } else number('address', before.addr, after.addr);
  number('size', before.size, after.size);
  word('enabled', yes(before.enabled), yes(after.enabled));
  if (before.alias && after.alias) {
    if (partners.of(before.alias, 'before').after !== after.alias)
      found.push({ what: 'alias target', before: before.alias.name, after: after.alias.name });
    number('alias offset', before.aliasOffset, after.aliasOffset);
  } else {
    const target = (region: MemoryRegion, side: MachineSide): string =>
      region.alias?.name ?? side.facts.missingTargets.get(region.id)?.name ?? '';
    word('alias target', target(before, sides.before), target(after, sides.after));
  }
  // of an alias the text prints its target's type, which is the target's own difference
  if (!before.alias && !after.alias) word('type', typeOf(before), typeOf(after));
  word('priority', String(before.priority), String(after.priority));
  if (before.alias || after.alias) word('read-only', yes(before.readonly), yes(after.readonly));
  word('non-volatile', yes(before.nonvolatile), yes(after.nonvolatile));
  word('unmergeable', yes(before.unmergeable), yes(after.unmergeable));
  return found;
}

const yes = (value: boolean): string => (value ? 'yes' : 'no');

/** As dumps print it: a container is i/o there. A ROM device in MMIO mode is told from i/o. */
const typeOf = (region: MemoryRegion): string =>
  region.kind === 'romd' && !region.romdMode ? 'romd, in MMIO mode' : typeText({ ...region, container: region });

const nameOf = (region: MemoryRegion | undefined): string => region?.name ?? '';

/** From the beginning of the outermost container. */
function absolute(region: MemoryRegion): bigint {
  let address = 0n;
  for (let at: MemoryRegion | undefined = region; at; at = at.container) address += at.addr;
  return address;
}
