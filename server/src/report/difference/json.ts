import type { MemoryRegion } from '../../memory/region.ts';
import {
  areAlike,
  type Effect,
  type Finding,
  type MachineDifference,
  type Pair,
  type Span,
} from '../../review/machines/model.ts';
import { hex } from '../../text/hex.ts';
import { sayFinding } from './words.ts';

export const DIFF_SCHEMA = 'qemu-memory-review/diff@1';

/** A machine as JSON names it. */
export interface NamedMachine {
  readonly machine: string;
  readonly release: string;
  readonly accelerator: string;
}

/** `diff --format json`; the schema is documented in docs/diff-json.md. */
export const diffJson = (
  difference: MachineDifference,
  before: NamedMachine,
  after: NamedMachine,
  notes: readonly string[],
) => ({
  schema: DIFF_SCHEMA,
  before: { ...before, ...difference.totals.before },
  after: { ...after, ...difference.totals.after },
  notes,
  ...differenceJson(difference),
});

/** `alike` and `findings`, as in both schemas. */
export const differenceJson = (difference: MachineDifference) => ({
  alike: areAlike(difference),
  findings: difference.findings.map(findingJson),
});

function findingJson(finding: Finding) {
  const { kind, weight, subject } = finding;
  const { title } = sayFinding(finding);
  const common = { kind, subject, weight, inWords: title };
  if (finding.subject === 'address-spaces')
    return { ...common, addressSpaces: finding.spaces.map((space) => space.name) };
  if (finding.subject === 'sharing')
    return { ...common, empty: finding.empty, groups: finding.groups.map((group) => group.map(nameOf)) };
  return {
    ...common,
    region: nameOf(finding.region),
    before: placeJson(finding.region.before),
    after: placeJson(finding.region.after),
    differences: finding.differences.map(({ what, before, after }) => ({
      what,
      before: typeof before === 'bigint' ? hex(before) : before,
      after: typeof after === 'bigint' ? hex(after) : after,
    })),
    by: finding.by.map(nameOf),
    within: finding.within,
    addressSpaces: finding.spaces,
    effects: finding.effects.map(effectJson),
  };
}

const nameOf = ({ before, after }: Pair<{ readonly name: string }>): string => (after ?? before)?.name ?? '';

const placeJson = (region: MemoryRegion | undefined) =>
  region
    ? {
        path: pathOf(region),
        kind: region.kind,
        address: hex(region.addr),
        size: hex(region.size),
        priority: region.priority,
        enabled: region.enabled,
      }
    : null;

/** The names from the outermost container down. */
function pathOf(region: MemoryRegion): string[] {
  const path: string[] = [];
  for (let at: MemoryRegion | undefined = region; at; at = at.container) path.unshift(at.name);
  return path;
}

const effectJson = ({ region, lost, gained, altered, spaces }: Effect) => ({
  region: nameOf(region),
  lost: lost.map(spanJson),
  gained: gained.map(spanJson),
  altered: altered.map(spanJson),
  addressSpaces: spaces.map(nameOf),
});

const spanJson = ({ start, size, offset }: Span) => ({ start: hex(start), size: hex(size), offset: hex(offset) });
