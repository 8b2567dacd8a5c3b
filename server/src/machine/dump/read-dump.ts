import type { AddressSpace, MemoryRegion } from '../../memory/region.ts';
import type { TextRange } from '../../text/range.ts';
import { finish, inPieces, type Steps } from '../../text/steps.ts';
import type { Machine, MachineProblem } from '../machine.ts';
import { NO_FACTS, type TextFacts } from '../print/text-facts.ts';
import { accelerator } from './accelerator.ts';
import { resolveAliases } from './aliases.ts';
import { asRegion, type Draft, type SpaceDraft } from './draft.ts';
import { agreement } from './evidence/agreement.ts';
import { creationOrder, isInOrder } from './evidence/creation-order.ts';
import { typeHiddenTargets } from './evidence/hidden-targets.ts';
import { undecidedOverlaps } from './evidence/overlaps.ts';
import { pageBits } from './evidence/pages.ts';
import { decidePaths } from './evidence/paths.ts';
import { Renderings } from './evidence/renderings.ts';
import { PAIRS_A_STEP, pairViews, rootIdentity } from './evidence/spaces.ts';
import { targetsBySharing } from './evidence/targets.ts';
import { decideTermination } from './evidence/terminates.ts';
import type { ViewBody } from './printed.ts';
import { readRegions } from './regions.ts';
import { NO_SPAN, releaseSpan, spanProblems } from './releases.ts';
import { type DumpText, readSectionsSteps } from './sections.ts';
import { chooseTree } from './trees.ts';
import { unwrap } from './unwrap/unwrap.ts';

const MAX_BYTES = 64 << 20;
const MAX_REGIONS = 500_000;

/**
 * Reads a dump: the output of `info mtree`, with or without -o and -D, alone or with that of `info mtree -f [-d]`,
 * `info version`, prompts and other commands. Regions come from the tree; the views are evidence for what the tree
 * does not print, never the answer. Never throws; what cannot be read or is ambiguous is a problem with its place.
 * `read` gives the lines, for who has them already.
 */
export const readDump = (text: string, read?: (text: string) => DumpText): Machine => finish(readDumpSteps(text, read));

/** The same in pieces of some milliseconds at most. */
export function* readDumpSteps(text: string, read?: (text: string) => DumpText): Steps<Machine> {
  if (text.length > MAX_BYTES)
    return refused('This file is larger than 64 MiB; no dump of `info mtree` is.', 'too-large');
  if (isBinary(text.slice(0, 1000)))
    return refused('This is no text, or text in UTF-16: save it as UTF-8.', 'unreadable');
  const dump = read ? read(text) : yield* readSectionsSteps(unwrap(text));
  yield;
  const { tree, views, problems: choice } = chooseTree(dump.trees, dump.flats);
  if (!tree) {
    return refused(
      dump.flats.some((flat) => flat.length > 0)
        ? 'There are FlatViews here but no region tree: add the output of `info mtree -o -D`.'
        : 'There is no output of `info mtree` here. In the monitor, run `info mtree -o -D` and `info mtree -f -d`, and save both.',
      'incomplete',
      dump.problems,
    );
  }
  const graph = yield* readRegions(tree, rootIdentity(views));
  if (graph.regions.length > MAX_REGIONS) return refused('This dump has more than 500,000 regions.', 'too-large');
  const aliases = resolveAliases(graph);
  typeHiddenTargets(graph.regions);
  yield;
  const renderings = new Renderings();
  const endless = yield* findEndless(graph.spaces, renderings);
  const pairs = endless.length > 0 ? [] : pairViews(graph.spaces, views, renderings);
  yield;
  const empty = yield* decideTermination(graph.regions, pairs, renderings);
  targetsBySharing(pairs, renderings);
  yield;
  yield* decidePaths(pairs, renderings);
  markIommus(new Set(pairs.map(({ view }) => view.body)), graph.regions);
  yield;
  const bits = pageBits(pairs, views, renderings);
  yield;
  const ordered = endless.length > 0 || isInOrder(tree, graph.spaces);
  const spaces = ordered ? graph.spaces : creationOrder(graph.spaces, views, renderings);
  const addressSpaces = spaces.map((space, id): AddressSpace => ({ id, name: space.name, root: asRegion(space.root) }));
  const regions: readonly MemoryRegion[] = graph.regions;
  const disagreements = yield* agreement(views, pairs, graph.regions, tree, renderings);
  yield;
  const span = releaseSpan(dump, graph.regions);
  yield;
  return {
    topology: { regions, addressSpaces, pageBits: bits ?? 12 },
    release: dump.release,
    machineType: machineType(dump.header),
    span,
    ...accelerator(dump.header, dump.release, views, addressSpaces),
    places: places(graph.regions, spaces),
    ...textFacts(graph.regions, graph.targets),
    printedViews: views.length,
    problems: [
      ...dump.problems,
      ...choice,
      ...graph.problems,
      ...aliases,
      ...endless,
      ...emptyContainers(empty),
      ...(pairs.length === 0 ? undecidedOverlaps(graph.regions) : []),
      ...spanProblems(span),
      ...disagreements,
    ],
  };
}

/** The machine type of a command line in the first comment, its properties left out. */
const machineType = (header: string): string =>
  /^#.{0,2000}? -(?:M|machine)[ =](?:type=)?([\w.+-]{1,60})/.exec(header)?.[1] ?? '';

/** NULs here and there are of a telnet session. */
const isBinary = (start: string): boolean => start.split('\0').length > 1 + start.length / 8;

function refused(message: string, code: MachineProblem['code'], problems: readonly MachineProblem[] = []): Machine {
  return {
    topology: { regions: [], addressSpaces: [], pageBits: 12 },
    release: '',
    machineType: '',
    span: NO_SPAN,
    accelerator: 'unknown',
    acceleratorEvidence: '',
    places: { regions: new Map(), addressSpaces: new Map() },
    ...NO_FACTS,
    printedViews: 0,
    problems: [{ severity: 'error', code, message, range: problems[0]?.range ?? { start: 0, end: 0 } }, ...problems],
  };
}

/** Address spaces whose aliases lead back into themselves, the first ones; their views would be no evidence. */
function* findEndless(spaces: readonly SpaceDraft[], renderings: Renderings): Steps<readonly MachineProblem[]> {
  const problems: MachineProblem[] = [];
  const distinct = [...new Map(spaces.map((space) => [space.root, space])).values()];
  yield* inPieces(distinct, PAIRS_A_STEP, ({ name, root, line }) => {
    if (problems.length === 3 || !renderings.isEndless(root)) return;
    const message = `The aliases below address space "${name}" lead back into themselves or nest too deep, or more overlaps there than is rendered: it cannot be rendered.`;
    problems.push({ severity: 'error', code: 'alias-loop', message, range: line });
  });
  return problems;
}

/** A leaf that a view does not show where it would: an empty container is printed like an i/o region. */
const emptyContainers = (drafts: readonly Draft[]): readonly MachineProblem[] =>
  drafts.slice(0, 20).flatMap(({ name, lines: [range] }): MachineProblem[] => {
    const message = `"${name}" shows in no view of this file, so it is taken for an empty container. If it was added to the tree, take the views out.`;
    return range ? [{ severity: 'information', code: 'ambiguous', message, range }] : [];
  });

/** `[iommu]` in a dispatch tree: by name, since every region of an IOMMU's kind has the mark. */
function markIommus(bodies: Iterable<ViewBody>, drafts: readonly Draft[]): void {
  const names = new Set<string>();
  for (const { sections } of bodies) for (const { iommu, name } of sections) if (iommu) names.add(name);
  if (names.size === 0) return;
  for (const draft of drafts)
    if (draft.kind === 'io' && draft.terminates && names.has(draft.name)) draft.kind = 'iommu';
}

function places(drafts: readonly Draft[], spaces: readonly { readonly line: TextRange }[]): Machine['places'] {
  return {
    regions: new Map(drafts.map((draft) => [draft.id, draft.lines])),
    addressSpaces: new Map(spaces.map((space, id) => [id, space.line])),
  };
}

function textFacts(drafts: readonly Draft[], targets: readonly Draft[]): TextFacts {
  const unresolved = drafts.filter(({ target, alias }) => target !== undefined && !alias);
  return {
    owners: new Map(drafts.filter(({ owner }) => owner !== '').map(({ id, owner }) => [id, owner])),
    missingTargets: new Map(unresolved.map(({ id, target = '', type }) => [id, { name: target, type }])),
    targets: targets.map(({ id }) => id),
  };
}
