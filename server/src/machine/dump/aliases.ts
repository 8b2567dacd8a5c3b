import { pushTo } from '../../text/multimap.ts';
import type { MachineProblem } from '../machine.ts';
import type { Draft } from './draft.ts';
import type { RegionGraph } from './regions.ts';

/**
 * Finds the target of each alias. The text names it only; names repeat. The `memory-region:` blocks come in the order
 * of first reference (mtree_print_mr's queue), so distinct references and blocks of one name run in step; owners,
 * where -o printed them, and sizes decide first.
 */
export function resolveAliases(graph: RegionGraph): readonly MachineProblem[] {
  const problems: MachineProblem[] = [];
  const byTarget = new Map<string, Draft[]>();
  for (const draft of inPrintOrder(graph.regions)) {
    if (draft.target === undefined) continue;
    pushTo(byTarget, draft.target, draft);
  }
  const blocks = groupByName(graph.targets);
  const others = groupByName(graph.regions);
  for (const [name, references] of byTarget) {
    const targets = blocks.get(name) ?? others.get(name)?.filter((draft) => draft.target === undefined) ?? [];
    if (targets.length === 0) missing(name, references, problems);
    else assign(name, references, targets, problems);
  }
  return problems;
}

const inPrintOrder = (drafts: readonly Draft[]): Draft[] =>
  [...drafts].sort((a, b) => (a.lines[0]?.start ?? 0) - (b.lines[0]?.start ?? 0));

function groupByName(drafts: readonly Draft[]): Map<string, Draft[]> {
  const groups = new Map<string, Draft[]>();
  for (const draft of drafts) {
    pushTo(groups, draft.name, draft);
  }
  return groups;
}

function missing(name: string, references: readonly Draft[], problems: MachineProblem[]): void {
  const [first] = references;
  if (!first?.lines[0]) return;
  problems.push({
    severity: 'warning',
    code: 'incomplete',
    message: `The alias "${first.name}" shows "${name}", which this dump does not print; nothing shows through it. Was the text cut?`,
    range: first.lines[0],
  });
}

function assign(
  name: string,
  references: readonly Draft[],
  targets: readonly Draft[],
  problems: MachineProblem[],
): void {
  const [only] = targets;
  if (targets.length === 1 && only) {
    for (const reference of references) reference.alias = only;
    return;
  }
  const free: Draft[] = [];
  for (const reference of references) {
    const owned = reference.owner === '' ? [] : targets.filter((target) => target.owner === reference.owner);
    if (owned.length === 1 && owned[0]) reference.alias = owned[0];
    else free.push(reference);
  }
  if (free.length === 0) return;
  const taken = new Set(references.map((reference) => reference.alias));
  const left = targets.filter((target) => !taken.has(target));
  const pool = left.length > 0 ? left : targets;
  const sure = inStep(free, pool);
  const [first] = free;
  if (sure || !first?.lines[0] || new Set(pool.map(shape)).size === 1) return;
  problems.push({
    severity: 'information',
    code: 'ambiguous',
    message: `${free.length} aliases name "${name}" and ${pool.length} regions have that name; they are matched in order. Ask for \`info mtree -o -D\` to tell them apart.`,
    range: first.lines[0],
  });
}

/** A region's content in words: two of one shape can change places without a change of any view. */
const shape = (draft: Draft): string =>
  `${draft.addr}+${draft.size} ${draft.type}(${draft.subregions.map((s) => `${s.name}:${shape(s)}`).join()})`;

/**
 * Gives references their targets in order. A device has no two aliases of one name to the same region, so a name that
 * comes again begins the next target. True where that comes out even.
 */
function inStep(references: readonly Draft[], targets: readonly Draft[]): boolean {
  let at = -1;
  let seen = new Set<string>();
  let even = true;
  for (const reference of references) {
    const current = targets[at];
    const fits = current !== undefined && reference.aliasOffset + reference.size <= current.size;
    if (at < 0 || seen.has(reference.name) || !fits) {
      if (at + 1 < targets.length) at++;
      else even = false;
      seen = new Set();
    }
    seen.add(reference.name);
    reference.alias = targets[at];
  }
  return even && at === targets.length - 1;
}
