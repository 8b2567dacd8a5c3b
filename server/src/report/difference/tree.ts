import type { MemoryRegion } from '../../memory/region.ts';
import type { Finding, FindingKind, Pair } from '../../review/machines/model.ts';
import { grouped } from '../../text/hex.ts';
import type { TreeEntry } from '../tree-entry.ts';
import type { SaidDifference, SaidFinding } from './model.ts';
import { sayEffect } from './words.ts';

/** A region or an address space of one of the two dumps, for a click to open. */
export interface DumpPlace {
  readonly side: 'before' | 'after';
  readonly what: 'region' | 'address-space';
  readonly id: number;
}

/** A node of a comparison in the view "Memory Review". */
export interface DifferenceEntry extends Omit<TreeEntry, 'compare' | 'offset'> {
  readonly place?: DumpPlace;
}

type Path = readonly (string | number)[];

interface Group {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  readonly colour?: string;
  readonly has: (finding: Finding) => boolean;
}

const MODIFIED = 'gitDecoration.modifiedResourceForeground';
const ADDED = 'gitDecoration.addedResourceForeground';
const DELETED = 'gitDecoration.deletedResourceForeground';

const seen = (finding: Finding): boolean =>
  finding.subject !== 'region' || finding.effects.length > 0 || (finding.kind === 'changed' && finding.spaces > 0);

const ofKind =
  (...kinds: FindingKind[]) =>
  (finding: Finding): boolean =>
    kinds.includes(finding.kind) && seen(finding);

/** What is told together, in the order of the view. */
const GROUPS: readonly Group[] = [
  { id: 'hidden', label: 'Hidden', icon: 'eye-closed', colour: DELETED, has: ofKind('hidden') },
  { id: 'gone', label: 'Gone', icon: 'diff-removed', colour: DELETED, has: ofKind('gone') },
  { id: 'moved', label: 'Moved', icon: 'diff-renamed', colour: MODIFIED, has: ofKind('moved') },
  { id: 'resized', label: 'Resized', icon: 'arrow-both', colour: MODIFIED, has: ofKind('resized') },
  { id: 'changed', label: 'Attributes', icon: 'diff-modified', colour: MODIFIED, has: ofKind('changed') },
  { id: 'new', label: 'New', icon: 'diff-added', colour: ADDED, has: ofKind('new') },
  { id: 'visible', label: 'Newly visible', icon: 'eye', colour: ADDED, has: ofKind('visible') },
  { id: 'sharing', label: 'Sharing', icon: 'references', has: ofKind('shared', 'unshared') },
  { id: 'unseen', label: 'Not seen by any access', icon: 'circle-outline', has: (finding) => !seen(finding) },
];

const MOST = 200;

/** The groups of a comparison, the findings of one, the effects of a finding: what is below `path` there. */
export function differenceEntries(said: SaidDifference, base: Path, path: Path): readonly DifferenceEntry[] {
  const [group, index] = path;
  if (group === undefined) return [...groupEntries(said, base), ...countsEntry(said, base)];
  if (group === 'counts') return countEntries(said, [...base, group]);
  const findings = said.findings.filter(({ finding }) => GROUPS.find(({ id }) => id === group)?.has(finding));
  if (index === undefined) {
    const shown = findings.slice(0, MOST).map((finding, i) => findingEntry(finding, [...base, group, i]));
    if (findings.length <= MOST) return shown;
    const label = `${grouped(findings.length - MOST)} more`;
    return [...shown, { path: [...base, group, 'more'], label, icon: 'ellipsis', children: 'none' }];
  }
  const finding = findings[Number(index)];
  return finding ? detailEntries(finding, [...base, group, index]) : [];
}

function groupEntries({ findings }: SaidDifference, base: Path): DifferenceEntry[] {
  return GROUPS.flatMap(({ id, label, icon, colour, has }): DifferenceEntry[] => {
    const count = findings.filter(({ finding }) => has(finding)).length;
    if (count === 0) return [];
    return [
      {
        path: [...base, id],
        label,
        description: grouped(count),
        icon,
        ...(colour === undefined ? {} : { colour }),
        children: id === 'unseen' ? 'collapsed' : 'expanded',
        contextValue: 'group',
        accessibilityLabel: `${label}, ${count}`,
      },
    ];
  });
}

const countsEntry = ({ counts }: SaidDifference, base: Path): DifferenceEntry[] =>
  counts.length === 0
    ? []
    : [{ path: [...base, 'counts'], label: 'Counts', icon: 'symbol-numeric', children: 'collapsed' }];

const countEntries = ({ counts }: SaidDifference, base: Path): DifferenceEntry[] =>
  counts.map(({ label, values, change }, i) => ({
    path: [...base, i],
    label,
    description: `${values}  ${change}`.trimEnd(),
    icon: 'dash',
    children: 'none',
  }));

function findingEntry(said: SaidFinding, path: Path): DifferenceEntry {
  const { finding, title, where, details } = said;
  const [name = '', ...rest] = title.split(/(?<=\)): /);
  const place = placeOf(finding);
  return {
    path,
    label: finding.subject === 'region' ? name : title,
    ...(finding.subject === 'region' ? { description: [rest.join(': '), where].filter(Boolean).join('; ') } : {}),
    tooltip: [`${said.kind}: ${title}`, where, ...details].filter(Boolean).join('\n'),
    icon: finding.subject === 'region' ? 'symbol-structure' : 'symbol-namespace',
    children:
      finding.subject === 'region' && finding.effects.length < 2 ? 'none' : details.length > 0 ? 'collapsed' : 'none',
    contextValue: 'finding',
    accessibilityLabel: `${said.kind}, ${title.replaceAll('->', 'to')}`,
    ...(place ? { place } : {}),
  };
}

function detailEntries({ finding, kind, details }: SaidFinding, base: Path): DifferenceEntry[] {
  if (finding.subject !== 'region')
    return details.map((label, i) => ({ path: [...base, i], label, icon: 'symbol-namespace', children: 'none' }));
  return finding.effects.slice(0, MOST).map((effect, i) => {
    const place = regionPlace(effect.region);
    return {
      path: [...base, i],
      label: sayEffect(effect, finding.kind, true),
      tooltip: `${kind}: ${sayEffect(effect, finding.kind, true)}`,
      icon: 'symbol-structure',
      children: 'none',
      ...(place ? { place } : {}),
    };
  });
}

function placeOf(finding: Finding): DumpPlace | undefined {
  if (finding.subject === 'region') return regionPlace(finding.region);
  const [space] = finding.subject === 'address-spaces' ? finding.spaces : [finding.groups[0]?.[0]?.after];
  if (!space) return undefined;
  return { side: finding.kind === 'gone' ? 'before' : 'after', what: 'address-space', id: space.id };
}

function regionPlace({ before, after }: Pair<MemoryRegion>): DumpPlace | undefined {
  if (after) return { side: 'after', what: 'region', id: after.id };
  return before && { side: 'before', what: 'region', id: before.id };
}
