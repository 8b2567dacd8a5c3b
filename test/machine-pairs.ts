import { readDump } from '../server/src/machine/dump/read-dump.ts';
import { NO_FACTS } from '../server/src/machine/print/text-facts.ts';
import type { Topology } from '../server/src/memory/region.ts';
import { takeSnapshot } from '../server/src/memory/snapshot.ts';
import { compareMachines } from '../server/src/review/machines/compare-machines.ts';
import type { Finding, MachineDifference, MachineSide, Span } from '../server/src/review/machines/model.ts';
import { mtree } from './machine/mtree.ts';
import { core } from './memory/sketch.ts';

export function sideOf(text: string, version = '7.2'): MachineSide {
  const machine = readDump(text);
  return { snapshot: takeSnapshot(machine.topology, core(version)), facts: machine };
}

export const sideOfTopology = (topology: Topology, version = '7.2'): MachineSide => ({
  snapshot: takeSnapshot(topology, core(version)),
  facts: NO_FACTS,
});

/** Two dumps in the short form of `mtree`. */
export const compareTexts = (before: string, after: string): MachineDifference =>
  compareMachines(sideOf(mtree(before)), sideOf(mtree(after)));

/** `moved uart 1000-1fff -> 3000-3fff in 2`, a line for each finding, in order. */
export const findingTexts = ({ findings }: MachineDifference): string[] => findings.map(findingText);

export function findingText(finding: Finding): string {
  if (finding.subject === 'address-spaces') return `${finding.kind} AS ${finding.spaces.map((s) => s.name).join(' ')}`;
  if (finding.subject === 'sharing') {
    const groups = finding.groups.map((group) => group.map((pair) => pair.before?.name).join(' '));
    return `${finding.kind} ${groups.join(' | ')}`;
  }
  const { kind, region, effects, by, differences } = finding;
  const name = (region.after ?? region.before)?.name;
  const hides = by.length > 0 ? ` by ${by.map((pair) => (pair.after ?? pair.before)?.name).join(' ')}` : '';
  const facts = differences.map(({ what }) => what).join(', ');
  const seen = effects.map(({ region: shown, lost, gained, altered, spaces }) => {
    const other = (shown.after ?? shown.before)?.name;
    const places = [spans(lost), spans(gained), spans(altered)];
    const [from, to, same] = places;
    const move = same ? same : `${from} -> ${to}`.trim();
    return ` ${other === name ? '' : `${other} `}${move} in ${spaces.length}`;
  });
  return `${kind} ${name}${facts ? ` (${facts})` : ''}${hides}${seen.join(',')}`;
}

const spans = (list: readonly Span[]): string =>
  list.map(({ start, size }) => `${start.toString(16)}-${(start + size - 1n).toString(16)}`).join(' ');
