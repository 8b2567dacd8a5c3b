import { grouped } from '../../text/hex.ts';
import type { DifferenceEntry } from '../difference/tree.ts';
import { visible } from '../markdown.ts';
import { type BuildsReport, type ChangedType, type FailedType, failsOnOneSide, type TypeName } from './model.ts';
import { headline, sayBroken, sayFailed, shortHeadline, summary } from './text.ts';

/** What names a machine type in a node. */
export const typeId = ({ target, machine }: TypeName): string => `${target} ${machine}`;

/** The node of a machine type that differs; what is below it is that of two dumps. */
export const TYPE = 'type';

interface Group {
  readonly id: string;
  readonly label: (count: number) => string;
  readonly icon: string;
  readonly open?: true;
  readonly types: (report: BuildsReport) => readonly TypeName[];
  readonly say?: (failed: FailedType) => string;
}

const types = (count: number): string => `${grouped(count)} machine type${count === 1 ? '' : 's'}`;

/** What is not a difference of the map, in one node each. */
const GROUPS: readonly Group[] = [
  {
    id: 'broken',
    label: (count) => `${types(count)} started by one build only`,
    icon: 'error',
    open: true,
    types: ({ failed }) => failed.filter(failsOnOneSide),
    say: sayBroken,
  },
  { id: 'before', label: (n) => `${types(n)} only in before`, icon: 'diff-removed', types: (r) => r.onlyBefore },
  { id: 'after', label: (n) => `${types(n)} only in after`, icon: 'diff-added', types: (r) => r.onlyAfter },
  { id: 'alike', label: (n) => `${types(n)} alike`, icon: 'circle-outline', types: (r) => r.alike },
  {
    id: 'failed',
    label: (count) => `${types(count)} not started by either`,
    icon: 'circle-slash',
    types: ({ failed }) => failed.filter((type) => !failsOnOneSide(type)),
    say: sayFailed,
  },
];

/** The two builds; below: machine types that differ, worst first, then the others by what became of them. */
export function buildsEntries(report: BuildsReport, [root, group]: readonly (string | number)[]): DifferenceEntry[] {
  if (root === undefined) return [rootEntry(report)];
  if (group === undefined)
    return [...report.changed.map(changedEntry), ...GROUPS.flatMap((one) => groupEntry(one, report))];
  const found = GROUPS.find(({ id }) => id === group);
  return found ? found.types(report).map((type) => typeEntry(type, found)) : [];
}

const rootEntry = (report: BuildsReport): DifferenceEntry => ({
  path: ['builds'],
  label: visible(shortHeadline(report)),
  description: summary(report),
  tooltip: visible(`${headline(report)}\n${summary(report)}`),
  icon: 'versions',
  children: 'expanded',
  contextValue: 'builds',
});

const changedEntry = (type: ChangedType): DifferenceEntry => ({
  path: [TYPE, typeId(type)],
  label: visible(type.machine),
  description: `${visible(type.target)} · ${type.said.summary}`,
  tooltip: [typeId(type), ...type.said.findings.slice(0, 12).map(({ kind, title }) => `${kind}: ${title}`)].join('\n'),
  icon: 'chip',
  children: 'collapsed',
  contextValue: 'machine',
  accessibilityLabel: visible(`${type.machine}, ${type.target}, ${type.said.summary}`),
});

function groupEntry({ id, label, icon, open, types: of }: Group, report: BuildsReport): DifferenceEntry[] {
  const { length } = of(report);
  if (length === 0) return [];
  return [{ path: ['builds', id], label: label(length), icon, children: open ? 'expanded' : 'collapsed' }];
}

function typeEntry(type: TypeName, { id, icon, say }: Group): DifferenceEntry {
  const said = say?.(type);
  return {
    path: ['builds', id, typeId(type)],
    label: visible(type.machine),
    description: visible(said ? `${type.target} · ${said.slice(typeId(type).length + 2)}` : type.target),
    ...(said ? { tooltip: visible(said) } : {}),
    icon,
    children: 'none',
  };
}
