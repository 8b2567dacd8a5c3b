import type { AddressSpace, MemoryRegion, RegionKind } from '../../memory/region.ts';
import type { Sight, Window } from '../../memory/visibility.ts';
import { code } from '../../report/markdown.ts';
import { grouped, hex, humanSize } from '../../text/hex.ts';
import type { Dump } from './dump.ts';
import { hidersOf } from './hiders.ts';
import { count, names, sizeText, span, whose } from './sizes.ts';

/** QEMU's kinds in words. */
export const KIND_WORDS: Readonly<Record<RegionKind, string>> = {
  container: 'container',
  io: 'i/o',
  ram: 'RAM',
  rom: 'ROM',
  romd: 'ROM device',
  ramd: 'RAM device',
  iommu: 'IOMMU',
  alias: 'alias',
};

const MOST_OUTCOMES = 4;
/** More are alike: a machine has hundreds of devices of one kind. */
const MOST_SIGHTS = 64;
const MOST_RANGES = 3;

/** What a region is, where it shows and how much of it, and what hides the rest. */
export function regionMarkdown(dump: Dump, region: MemoryRegion): string {
  return [head(region), ...shows(dump, region), aliases(dump, region)].filter(Boolean).join('\n\n');
}

function head(region: MemoryRegion): string {
  const what = region.alias
    ? `alias of ${code(region.alias.name)}, offset ${code(hex(region.aliasOffset))}`
    : KIND_WORDS[region.kind] + (region.terminates && region.subregions.length > 0 ? ' with regions in it' : '');
  const flags = [region.readonly && region.kind !== 'rom' ? 'read-only' : '', region.nonvolatile ? 'non-volatile' : ''];
  const place = region.container
    ? `at ${code(hex(region.addr))} in ${code(region.container.name)}, priority ${region.priority}`
    : '';
  return `**${code(region.name || '(no name)')}** ${[what, sizeText(region.size), ...flags, place].filter(Boolean).join(', ')}`;
}

function shows(dump: Dump, region: MemoryRegion): string[] {
  const off = disabledAbove(region);
  const parts: string[] = [];
  if (off === region) parts.push('Disabled: neither it nor anything below it shows.');
  else if (off) parts.push(`${code(off.name)} above it is disabled: it does not show there.`);
  const sights = dump.visibility.sights.get(region) ?? [];
  if (sights.length === 0) {
    if (!off && region.size > 0n) parts.push('It is in no address space: no root and no enabled alias leads to it.');
    return parts;
  }
  const seen = sights.filter((sight) => sight.shows > 0n);
  const used = dump.snapshot.views.filter((view) => view.addressSpaces.length > 0).length;
  const some = region.terminates || region.alias ? 'Shows' : 'What is in it shows';
  if (seen.length > 0)
    parts.push([`${some} in ${grouped(seen.length)} of ${count(used, 'FlatView')}:`, ...list(region, seen)].join('\n'));
  const unseen = sights.filter((sight) => sight.shows === 0n);
  if (unseen.length > 0)
    parts.push(
      [`${seen.length > 0 ? 'Shows nothing' : 'Never visible. Shows nothing'} in:`, ...list(region, unseen)].join('\n'),
    );
  return parts;
}

/** A line for each outcome, with the views that have it. */
function list(region: MemoryRegion, sights: readonly Sight[]): string[] {
  const outcomes = new Map<string, AddressSpace[]>();
  for (const sight of sights.slice(0, MOST_SIGHTS)) {
    const text = outcome(region, sight);
    outcomes.set(text, [...(outcomes.get(text) ?? []), ...sight.view.addressSpaces]);
  }
  const lines = [...outcomes].map(([text, spaces]) => `- ${whose(spaces)}: ${text}`);
  const shown = lines.slice(0, MOST_OUTCOMES);
  const more = lines.length - shown.length;
  if (more > 0) shown.push(`- and otherwise in ${count(more, 'more case')}`);
  if (sights.length > MOST_SIGHTS) shown.push(`- and ${count(sights.length - MOST_SIGHTS, 'more FlatView')}`);
  return shown;
}

/** "640 KiB of 1 MiB at `0-9ffff`; `vga-lowmem` hides the rest" */
function outcome(region: MemoryRegion, sight: Sight): string {
  const { windows } = sight;
  const could = windows.reduce((sum, { from, to }) => sum + to - from, 0n);
  const by = ways(windows);
  const { others, own } = hidersOf(region, sight);
  if (sight.shows === 0n) return `${unseen(region, others, own)}${by}`;
  const whole = sight.shows === region.size;
  const amount = whole
    ? 'all of it'
    : `${humanSize(sight.shows)} of ${humanSize(could > region.size ? could : region.size)}`;
  const at = region.terminates ? ranges(region, sight) : spans(outermost(windows));
  const rest = whole || !region.terminates ? '' : hides(others, own);
  return `${amount} at ${at}${by}${rest}`;
}

/** ", through `a` and `b`", and whether there is a way without an alias besides. */
function ways(windows: readonly Window[]): string {
  const through = new Set(windows.flatMap((window) => window.through));
  if (through.size === 0) return '';
  const directly = windows.some((window) => window.through.length === 0);
  return `${directly ? ', directly and' : ','} through ${names([...through])}`;
}

/** The stretches of the windows that no other window covers. */
function outermost(all: readonly Window[]): readonly (readonly [bigint, bigint])[] {
  const windows = all.slice(0, MOST_SIGHTS);
  return windows
    .filter(
      ({ from, to }, i) =>
        !windows.some((other, j) => covers(other, from, to) && (j < i || !covers(windows[i], other.from, other.to))),
    )
    .map(({ from, to }) => [from, to] as const);
}

const covers = (window: Window | undefined, from: bigint, to: bigint): boolean =>
  window !== undefined && window.from <= from && to <= window.to;

function unseen(region: MemoryRegion, others: readonly MemoryRegion[], own: readonly MemoryRegion[]): string {
  if (region.terminates || others.length > 0) {
    if (others.length > 0) return `hidden by ${names(others)}`;
    return own.length > 0 ? `its own ${names(own)} cover it` : 'outside of what its containers show';
  }
  return 'nothing is in it';
}

function hides(others: readonly MemoryRegion[], own: readonly MemoryRegion[]): string {
  const parts: string[] = [];
  if (own.length > 0) parts.push(`its own ${names(own)} ${own.length === 1 ? 'shows' : 'show'} in it`);
  if (others.length > 0) parts.push(`${names(others)} ${others.length === 1 ? 'hides' : 'hide'} the rest`);
  return parts.length > 0 ? `; ${parts.join(', ')}` : '';
}

const ranges = (region: MemoryRegion, { view }: Sight): string =>
  spans(view.ranges.filter((range) => range.region === region).map(({ start, size }) => [start, start + size]));

function spans(all: readonly (readonly [bigint, bigint])[]): string {
  const texts = all.slice(0, MOST_RANGES).map(([from, to]) => code(span(from, to)));
  return all.length > MOST_RANGES ? `${texts.join(', ')} and ${all.length - MOST_RANGES} more` : texts.join(', ');
}

/** The region itself or the first container above it that is disabled. */
export function disabledAbove(region: MemoryRegion): MemoryRegion | undefined {
  for (let up: MemoryRegion | undefined = region; up; up = up.container) if (!up.enabled) return up;
  return undefined;
}

function aliases(dump: Dump, region: MemoryRegion): string {
  const all = dump.aliasesOf(region);
  if (all.length === 0) return '';
  const off = all.filter((alias) => disabledAbove(alias)).length;
  return `Shown by ${count(all.length, 'alias').replace(/aliass$/, 'aliases')}${off > 0 ? ` (${off} disabled)` : ''}: ${names(all)}.`;
}
