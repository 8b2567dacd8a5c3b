import type { Snapshot } from '../../memory/flat-view.ts';
import type { MemoryRegion } from '../../memory/region.ts';
import { append } from '../../text/append.ts';
import { machineFactsOf } from '../claims/machine-facts.ts';
import type { MachineMention } from '../claims/model.ts';
import type { PatchReview, ReviewMachine } from '../model.ts';
import type {
  CheckedExcerpt,
  Excerpt,
  ExcerptBlock,
  ExcerptOnMachine,
  ExcerptRegion,
  LeftOut,
  LineCheck,
} from './model.ts';
import { type PrintedRegion, PrintedTree, rangeDifferences, rangesByName, regionDifferences } from './printed.ts';

/** The Snapshots of a machine on both sides of a patch; `after` only where the model can make it. */
export interface Sides {
  readonly before: Snapshot;
  readonly after: Snapshot | undefined;
}

/** Regions that nearly every machine has: they tell none from another. */
const COMMON = new Set(['system', 'io', 'pci', 'I/O', 'memory', 'ram']);

/** What each excerpt of a message shows, against the machines; of `named` only those that are what it names. */
export class ExcerptChecker {
  private readonly known = new Map<string, { readonly tree: PrintedTree; readonly type: string }>();

  constructor(
    private readonly machines: readonly ReviewMachine[],
    private readonly sidesOf: (machine: ReviewMachine, review: PatchReview | undefined) => Sides | undefined,
  ) {}

  check(excerpt: Excerpt, review: PatchReview | undefined, mentions: readonly MachineMention[]): CheckedExcerpt {
    const regions = excerpt.blocks.flatMap((block) => block.regions);
    // what only After has may be new
    const known = regions.filter(({ marker }) => marker !== '+' && excerpt.side !== 'after');
    const wanted = namesOf(known.length > 0 ? known : regions);
    const types = mentions.flatMap((mention) => mention.types);
    const candidates = this.machines.flatMap((machine) => {
      const { tree, type } = this.of(machine);
      if (types.length > 0 && type !== '' && !types.includes(type)) return [];
      const has = [...wanted].filter((name) => tree.named(name).length > 0).length;
      return has === 0 ? [] : [{ machine, has, named: types.includes(type) }];
    });
    const all = candidates.filter(({ has }) => has === wanted.size);
    if (wanted.size === 0 || all.length === 0) {
      const nearest = candidates.toSorted((a, b) => b.has - a.has)[0];
      const near = nearest ? ` ${nearest.machine.label} has ${nearest.has} of ${wanted.size}.` : '';
      const reason =
        wanted.size === 0 ? 'Its regions are such as every machine has.' : `No machine here has its regions.${near}`;
      return { excerpt, on: undefined, reason };
    }
    const checked = all.flatMap(({ machine, named }) => {
      const sides = this.sidesOf(machine, review);
      return sides ? [this.onMachine(excerpt, machine, sides, named)] : [];
    });
    const [best] = checked.toSorted((a, b) => Number(b.named) - Number(a.named) || same(b) - same(a));
    if (!best) return { excerpt, on: undefined, reason: 'The machines that have its regions cannot be rendered.' };
    return { excerpt, on: best, reason: reasonOf(excerpt, best) };
  }

  private of(machine: ReviewMachine): { readonly tree: PrintedTree; readonly type: string } {
    const known = this.known.get(machine.id);
    if (known) return known;
    const made = { tree: new PrintedTree(machine.machine), type: machineFactsOf(machine).type };
    this.known.set(machine.id, made);
    return made;
  }

  private onMachine(excerpt: Excerpt, machine: ReviewMachine, sides: Sides, named: boolean): ExcerptOnMachine {
    const lines: LineCheck[] = [];
    const inTrees: Found[] = [];
    for (const block of excerpt.blocks) {
      const check = block.kind === 'tree' ? treeCheck(this.of(machine).tree) : viewCheck(block, sides);
      const found = block.regions.map((region) => check(region, sideOf(excerpt, region, sides)));
      append(
        lines,
        found.map(({ check: one }) => one),
      );
      if (block.kind === 'tree') append(inTrees, found);
    }
    const views = excerpt.blocks.filter(({ kind }) => kind === 'view');
    const leftOut = [...regionsLeftOut(inTrees), ...views.flatMap((block) => rangesLeftOut(block, sides))];
    return {
      machine: machine.label,
      release: machine.machine.release,
      named,
      isBefore: sides.after !== undefined,
      lines,
      leftOut,
    };
  }
}

const same = ({ lines }: ExcerptOnMachine): number => lines.filter(({ is }) => is === 'same').length;

const namesOf = (regions: readonly ExcerptRegion[]): ReadonlySet<string> =>
  new Set(regions.map(({ line }) => line.name).filter((name) => !COMMON.has(name)));

/** Which state a line is compared with: Before, unless it is said to be After and the model has that. */
const sideOf = ({ side }: Excerpt, { marker }: ExcerptRegion, { after }: Sides): 'before' | 'after' =>
  after && (marker === '+' || side === 'after') ? 'after' : 'before';

/** Why what an excerpt shows cannot all be checked. */
function reasonOf({ side, blocks }: Excerpt, on: ExcerptOnMachine): string {
  const isAfter = side === 'after' || blocks.some(({ regions }) => regions.some(({ marker }) => marker === '+'));
  if (!isAfter || on.isBefore) return '';
  const differs = on.lines.filter(({ is }) => is !== 'same').length;
  const same = differs === 0 ? 'all of its lines' : `${on.lines.length - differs} of its ${on.lines.length} lines`;
  return `The model cannot make After of this patch; ${on.machine}, which may have it or not, has ${same} as they are.`;
}

type Found = { readonly check: LineCheck; readonly region: MemoryRegion | undefined };
type Check = (region: ExcerptRegion, side: 'before' | 'after') => Found;

/** A line of a tree: its regions are the same Before and After, as a core patch moves none. */
const treeCheck =
  (tree: PrintedTree): Check =>
  (region, side) => {
    const candidates = tree.named(region.line.name);
    const best = nearest(candidates, ({ start, end }) => [start, end], region);
    if (!best) return { check: { region, side, is: 'absent', how: [] }, region: undefined };
    const how = leastDifferent(candidates, best, region);
    return { check: { region, side, is: how.length === 0 ? 'same' : 'other', how }, region: best.region };
  };

/** Several regions have one name and place: aliases that take turns. */
function leastDifferent(
  candidates: readonly PrintedRegion[],
  best: PrintedRegion,
  { line }: ExcerptRegion,
): readonly string[] {
  const there = candidates.filter((one) => one.start === best.start && one.end === best.end).slice(0, 50);
  return there
    .map((one) => regionDifferences(one, line))
    .reduce((least, how) => (how.length < least.length ? how : least), regionDifferences(best, line));
}

function viewCheck(block: ExcerptBlock, sides: Sides): Check {
  const root = rootOf(block);
  const before = rangesByName(sides.before, root);
  const after = sides.after && rangesByName(sides.after, root);
  return (region, side) => {
    const candidates = (side === 'after' && after ? after : before).get(region.line.name) ?? [];
    const best = nearest(candidates, ({ start, size }) => [start, start + size - 1n], region);
    if (!best) return { check: { region, side, is: 'absent', how: [] }, region: undefined };
    const how = rangeDifferences(best, region.line);
    return { check: { region, side, is: how.length === 0 ? 'same' : 'other', how }, region: best.region };
  };
}

const rootOf = ({ heads }: ExcerptBlock): string => {
  const root = heads.find(({ line }) => line.kind === 'view-root')?.line;
  return root?.kind === 'view-root' ? root.name : '';
};

/** The one at the same place, else the one with the same start or size, else the first. */
function nearest<T>(
  candidates: readonly T[],
  place: (one: T) => readonly [bigint, bigint],
  { line }: ExcerptRegion,
): T | undefined {
  const score = (one: T): number => {
    const [start, end] = place(one);
    return (
      (start === line.start ? 2 : 0) + (end === line.end ? 1 : 0) + (end - start === line.end - line.start ? 1 : 0)
    );
  };
  let best = candidates[0];
  let most = best === undefined ? 0 : score(best);
  for (const one of candidates) {
    const own = score(one);
    if (own > most) [best, most] = [one, own];
  }
  return best;
}

const MOST_NAMES = 1000;

/** Children of the regions that an excerpt shows children of, which it does not show; disabled ones are seldom printed. */
function regionsLeftOut(found: readonly Found[]): readonly LeftOut[] {
  const shown = new Set(found.map(({ region }) => region));
  const names = new Set(found.map(({ check }) => check.region.line.name));
  const parents = new Set<MemoryRegion>();
  for (const region of shown) if (region?.container) parents.add(region.container);
  return [...parents].flatMap((parent): LeftOut[] => {
    const left = parent.subregions.filter((child) => child.enabled && !shown.has(child) && !names.has(child.name));
    return left.length === 0 ? [] : [{ of: parent.name, names: left.slice(0, MOST_NAMES).map(({ name }) => name) }];
  });
}

/** Ranges of the view between the first and the last line of a block. */
function rangesLeftOut(block: ExcerptBlock, { before }: Sides): readonly LeftOut[] {
  const names = new Set(block.regions.map(({ line }) => line.name));
  const [first] = block.regions;
  const last = block.regions[block.regions.length - 1];
  const root = rootOf(block);
  const view = before.views.find((one) => one.root?.name === root);
  if (!view || !first || !last) return [];
  const left = view.ranges.filter(
    ({ start, region }) => start > first.line.start && start < last.line.start && !names.has(region.name),
  );
  return left.length === 0 ? [] : [{ of: root, names: left.slice(0, MOST_NAMES).map(({ region }) => region.name) }];
}
