import { typeText } from '../../machine/print/region-type.ts';
import type { MemoryRegion } from '../../memory/region.ts';
import { bytesOf } from '../../review/machines/effects.ts';
import type {
  Difference,
  Effect,
  Finding,
  Pair,
  RegionFinding,
  SharingFinding,
  Span,
} from '../../review/machines/model.ts';
import { grouped, hex, humanSize } from '../../text/hex.ts';
import { groupNames } from '../address-spaces.ts';
import { visible } from '../markdown.ts';
import type { SaidFinding } from './model.ts';

const MOST_SPANS = 3;
const MOST_EFFECTS = 8;

/** What a finding says, in plain words. */
export function sayFinding(finding: Finding): SaidFinding {
  const { kind } = finding;
  switch (finding.subject) {
    case 'region':
      return { finding, kind, ...sayRegion(finding) };
    case 'address-spaces': {
      const [one] = finding.spaces;
      const many = finding.spaces.length > 1;
      const names = visible(groupNames(finding.spaces));
      const root = one && !many ? ` (root ${quoted(one.root.name)})` : '';
      return { finding, kind, title: `address space${many ? 's' : ''} ${names}${root}`, where: '', details: [] };
    }
    case 'sharing':
      return { finding, kind, ...saySharing(finding) };
  }
}

function sayRegion(finding: RegionFinding): Pick<SaidFinding, 'title' | 'where' | 'details'> {
  const { region, kind, differences, effects, within } = finding;
  const [first, ...rest] = effects;
  const isOwn = first !== undefined && effects.every((effect) => effect.region === region);
  const told = isOwn ? placesOf(first, kind) : '';
  const facts = differences.filter(({ what }) => !(what === 'address' && told)).map(sayDifference);
  const parts = [
    ...(told ? [told] : []),
    ...facts,
    ...(finding.by.length > 0 ? [sayBy(finding)] : []),
    ...(effects.length === 0 && finding.spaces === 0 && seenItself(region) ? ['not seen by any access'] : []),
    ...(within > 0 ? [`with ${grouped(within)} region${within === 1 ? '' : 's'} in it`] : []),
  ];
  const listed = isOwn ? rest : effects;
  return {
    title: [label(region), ...(parts.length > 0 ? [parts.join('; ')] : [])].join(': '),
    where: effects.length === 0 ? '' : spacesOf(isOwn ? [first] : effects),
    details: [
      ...listed.slice(0, MOST_EFFECTS).map((effect) => sayEffect(effect, kind, effects.length > 1)),
      ...(listed.length > MOST_EFFECTS ? [`and ${grouped(listed.length - MOST_EFFECTS)} more`] : []),
    ],
  };
}

/** Containers and aliases are seen by what shows in them: there the difference that they make is told. */
const seenItself = ({ before, after }: Pair<MemoryRegion>): boolean => (after ?? before)?.terminates ?? false;

function sayBy({ kind, by, effects }: RegionFinding): string {
  const names = by.slice(0, MOST_SPANS).map(({ before, after }) => quoted((after ?? before)?.name ?? ''));
  const more = by.length > MOST_SPANS ? ` and ${by.length - MOST_SPANS} more` : '';
  const whole = kind === 'hidden' ? isWhole(effects, 'after') : isWhole(effects, 'before');
  const verb = kind === 'hidden' ? 'hidden by' : 'came out from under';
  return `${whole ? '' : 'a part '}${verb} ${names.join(', ')}${more}`;
}

/** Whether all of the region is concerned. */
const isWhole = (effects: readonly Effect[], side: 'before' | 'after'): boolean =>
  effects.every(({ region, lost, gained }) => {
    const spans = side === 'after' ? lost : gained;
    const size = (region.after ?? region.before)?.size ?? 0n;
    return bytesOf(spans) >= size;
  });

/** `uart (i/o, 4 KiB)`. */
function label({ before, after }: Pair<MemoryRegion>): string {
  const region = after ?? before;
  if (!region) return '';
  const kind = region.alias ? `alias of ${quoted(region.alias.name)}` : typeText({ ...region, container: region });
  const size = before && after && before.size !== after.size ? '' : `, ${humanSize(region.size)}`;
  return `${quoted(region.name)} (${kind}${size})`;
}

const quoted = (name: string): string => (name === '' ? '(no name)' : visible(name));

export function sayEffect(effect: Effect, kind: RegionFinding['kind'], withSpaces: boolean): string {
  const { before, after } = effect.region;
  const name = quoted((after ?? before)?.name ?? '');
  return `${name} ${placesOf(effect, kind)}${withSpaces ? ` (${namesOf(effect)})` : ''}`;
}

/** `0x9000000-0x9000fff -> 0x9010000-0x9010fff`; what is lost or gained alone is told by the kind. */
function placesOf({ lost, gained, altered }: Effect, kind: RegionFinding['kind']): string {
  const parts: string[] = [];
  if (lost.length > 0 && gained.length > 0) parts.push(`${saySpans(lost)} -> ${saySpans(gained)}`);
  else if (lost.length > 0)
    parts.push(kind === 'hidden' || kind === 'gone' ? `at ${saySpans(lost)}` : `no longer at ${saySpans(lost)}`);
  else if (gained.length > 0)
    parts.push(kind === 'new' || kind === 'visible' ? `at ${saySpans(gained)}` : `also at ${saySpans(gained)}`);
  if (altered.length > 0) parts.push(`at ${saySpans(altered)}`);
  return parts.join(', ');
}

function saySpans(spans: readonly Span[]): string {
  const shown = spans.slice(0, MOST_SPANS).map(saySpan);
  if (spans.length <= MOST_SPANS) return shown.join(', ');
  const bytes = bytesOf(spans);
  return `${shown.join(', ')} and ${grouped(spans.length - MOST_SPANS)} more (${humanSize(bytes)} in all)`;
}

/** The end is inclusive, as in dumps; one byte is its address. */
const saySpan = ({ start, size }: Span): string =>
  size === 1n ? hex(start) : `${hex(start)}-${hex(start + size - 1n)}`;

const NUMBERS = {
  address: hex,
  'alias offset': hex,
  size: (size: bigint): string => `${hex(size)} (${humanSize(size)})`,
};

function sayDifference(difference: Difference): string {
  const { what, before, after } = difference;
  if (what === 'address' || what === 'size' || what === 'alias offset')
    return `${what} ${NUMBERS[what](before)} -> ${NUMBERS[what](after)}`;
  if (what === 'enabled') return after === 'yes' ? 'is enabled now' : 'is disabled now';
  if (what === 'container' || what === 'alias target') return `${what} ${quoted(before)} -> ${quoted(after)}`;
  return `${what} ${before} -> ${after}`;
}

/** `in 3 address spaces: cpu-memory-0, dma, memory`. */
function spacesOf(effects: readonly Effect[]): string {
  const spaces = [...new Set(effects.flatMap((effect) => effect.spaces))];
  const count = spaces.length === 1 ? 'address space' : `${grouped(spaces.length)} address spaces:`;
  return `in ${count} ${namesOf({ spaces })}`;
}

const namesOf = ({ spaces }: Pick<Effect, 'spaces'>): string =>
  visible(
    groupNames(
      spaces.flatMap(({ before, after }) => after ?? before ?? []),
      4,
    ),
  );

function saySharing({ kind, groups, empty }: SharingFinding): Pick<SaidFinding, 'title' | 'where' | 'details'> {
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  const view = empty ? 'the empty FlatView' : 'one FlatView';
  const title =
    kind === 'unshared'
      ? `${grouped(count)} address spaces shared ${view}, and have ${grouped(groups.length)} now`
      : `${grouped(count)} address spaces share ${view} now, and had ${grouped(groups.length)}`;
  const details = groups.slice(0, MOST_EFFECTS).map((spaces) => namesOf({ spaces }));
  if (groups.length > MOST_EFFECTS) details.push(`and ${grouped(groups.length - MOST_EFFECTS)} more groups`);
  return { title, where: '', details };
}
