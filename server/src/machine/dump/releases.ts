import { TWO_64 } from '../../memory/region.ts';
import type { TextRange } from '../../text/range.ts';
import { compareReleases, releaseBefore } from '../formats.ts';
import type { MachineProblem, ReleaseBound, ReleaseSpan } from '../machine.ts';
import type { Draft } from './draft.ts';
import type { DumpType, RegionLine } from './lines.ts';
import type { TreeNode, TreeSection, ViewBody, ViewText } from './printed.ts';
import { type ReleaseSign, SIGNS, type SignName, SPACE_SIGNS } from './release-signs.ts';
import type { DumpText } from './sections.ts';

/** A text that tells nothing. */
export const NO_SPAN: ReleaseSpan = { first: undefined, last: undefined, development: false, contradictory: false };

/**
 * The releases that a text can come from, by what it shows. `regions` are what its tree was read into. Builds of the
 * development between two releases can show signs of both; what no state of QEMU shows is contradictory.
 */
export function releaseSpan(dump: DumpText, regions: readonly Draft[]): ReleaseSpan {
  const seen = new Seen();
  for (const tree of dump.trees) {
    treeSigns(seen, tree);
    for (const body of new Set(tree.blocks.map((block) => block.body))) if (body) nodeSigns(seen, body.root);
    optionSigns(seen, tree);
  }
  aliasSigns(seen, regions);
  regionSigns(seen, regions, dump);
  const sizes = sizesByName(regions);
  for (const view of dump.flats.flat()) viewSigns(seen, view);
  for (const body of new Set(dump.flats.flat().map((view) => view.body))) bodySigns(seen, body, sizes);
  return spanOf(seen.all());
}

/** The signs that were seen, each with the place where it was seen first. */
class Seen {
  private readonly places = new Map<ReleaseSign, TextRange>();

  note(name: SignName, range: TextRange | undefined): void {
    this.add(SIGNS[name], range);
  }

  add(sign: ReleaseSign, range: TextRange | undefined): void {
    if (range && !this.places.has(sign)) this.places.set(sign, range);
  }

  all(): readonly [ReleaseSign, TextRange][] {
    return [...this.places];
  }
}

/** The latest of what came, the earliest of what went. */
function spanOf(signs: readonly [ReleaseSign, TextRange][]): ReleaseSpan {
  let first: ReleaseBound | undefined;
  let last: ReleaseBound | undefined;
  for (const [{ side, commit, release, feature }, range] of signs) {
    const bound = { release, commit, feature, range };
    if (side === 'since' && (!first || compareReleases(release, first.release) > 0)) first = bound;
    if (side === 'until' && (!last || compareReleases(release, last.release) < 0)) last = bound;
  }
  // both in one cycle: a build between two commits of it, which the release before is not, nor this one
  const order = first && last ? compareReleases(first.release, last.release) : -1;
  const before = last && releaseBefore(last.release);
  return {
    first,
    last: last && before && order !== 0 ? { ...last, release: before } : last,
    development: order === 0,
    contradictory: order > 0,
  };
}

/** What a span that no release has says of its text. */
export function spanProblems({ first, last, contradictory }: ReleaseSpan): readonly MachineProblem[] {
  if (!contradictory || !first || !last) return [];
  const message = `Here ${first.feature}, as since ${first.release} (${first.commit}); elsewhere ${last.feature}, as up to ${last.release} (before ${last.commit}). Was this text edited, or put together from two?`;
  return [{ severity: 'warning', code: 'inconsistent', message, range: first.range }];
}

/** What the command says that printed a tree, where its prompt is there. */
function optionSigns(seen: Seen, { prompt, hasDisabled }: TreeSection): void {
  const options = /^info mtree((?: +-[a-zA-Z]+)*)$/.exec(prompt?.command ?? '')?.[1];
  if (options === undefined || !prompt) return;
  if (/-\w*o/.test(options)) seen.note('optionO', prompt.range);
  if (/-\w*D/.test(options)) seen.note('optionD', prompt.range);
  else if (hasDisabled) seen.note('alwaysDisabled', prompt.range);
}

function treeSigns(seen: Seen, { blocks, bare }: TreeSection): void {
  const roots = new Set<string>();
  const names = new Set<string>();
  for (const { spaces, body } of blocks) {
    for (const { name, range } of spaces) {
      seen.note(bare ? 'bare' : 'labelled', range);
      if (names.has(name)) continue;
      names.add(name);
      for (const known of SPACE_SIGNS) if (known.name.test(name)) for (const sign of known.signs) seen.add(sign, range);
    }
    const [first, second] = spaces;
    if (second) seen.note('grouped', second.range);
    if (!body || !first || body.root.hidden) continue;
    const { line } = body.root;
    if (line.alias) {
      if (line.name === 'bus master') seen.note('busMasterAlias', line.range);
      continue;
    }
    if (line.name === 'io' && line.type === 'i/o') seen.note('ioRoot', line.range);
    // memory_map_init makes one of each
    if (line.name !== 'system' && line.name !== 'io') continue;
    if (roots.has(line.name)) seen.note('sameRoot', first.range);
    roots.add(line.name);
  }
}

const LETTERS: ReadonlySet<DumpType> = new Set<DumpType>(['RW', 'R-', '-W', '--']);
const MEMORY: ReadonlySet<DumpType> = new Set<DumpType>(['ram', 'rom', 'romd', 'ramd']);

function nodeSigns(seen: Seen, { line, hidden, children }: TreeNode): void {
  if (hidden) seen.note('hiddenParent', children.find((child) => !child.hidden)?.line.range);
  else lineSigns(seen, line);
  for (const child of children) nodeSigns(seen, child);
}

function lineSigns(seen: Seen, line: RegionLine): void {
  const { range, type, overflow } = line;
  if (LETTERS.has(type)) seen.note('letters', range);
  else seen.note('types', range);
  if (type === 'container') seen.note('container', range);
  if (line.disabled) seen.note('disabled', range);
  if (line.owner !== '') seen.note('owners', range);
  if (line.nonvolatile) seen.note('nonvolatile', range);
  if (line.alias && MEMORY.has(type)) seen.note('aliasTarget', range);
  if (!overflow) return;
  seen.note(overflow === 'before-indent' ? 'overflowBefore' : 'overflowInside', range);
  seen.note('overflow', range);
}

/** An alias that is i/o, though every region of the name that it shows is memory. */
function aliasSigns(seen: Seen, regions: readonly Draft[]): void {
  const other = new Set(
    regions.filter(({ type, target }) => target !== undefined || !MEMORY.has(type)).map((r) => r.name),
  );
  for (const { alias, type, lines } of regions) {
    if (type !== 'i/o' || !alias || alias.lines.length === 0 || !MEMORY.has(alias.type)) continue;
    if (other.has(alias.name)) continue;
    seen.note('aliasOwn', lines[0]);
    return;
  }
}

function regionSigns(seen: Seen, regions: readonly Draft[], { trees }: DumpText): void {
  const spaces = trees.flatMap(({ blocks }) => blocks.flatMap((block) => block.spaces.map(({ name }) => name)));
  const config = spaces.some((name) => /^virtio-pci-cfg-(mem|io)-as$/.test(name));
  const bridge = spaces.includes('pci_bridge_pci_mem');
  for (const { name, lines } of regions) {
    if (name === 'bus master container') seen.note('busMasterContainer', lines[0]);
    else if (name === 'gpex_mmio_window' || name === 'gpex_ioport_window') seen.note('gpexWindow', lines[0]);
    else if (!bridge && name === 'pci_bridge_pci') seen.note('noBridgeSpace', lines[0]);
    else if (!config && name.startsWith('virtio-pci-common')) seen.note('noConfigSpace', lines[0]);
  }
}

/** The size of all regions of a name; undefined where they differ. */
function sizesByName(regions: readonly Draft[]): ReadonlyMap<string, bigint | undefined> {
  const sizes = new Map<string, bigint | undefined>();
  for (const { name, size } of regions) sizes.set(name, sizes.has(name) && sizes.get(name) !== size ? undefined : size);
  return sizes;
}

function viewSigns(seen: Seen, view: ViewText): void {
  const ofSpace = view.users.length === 1 && view.users[0]?.root === '';
  seen.note('heading', view.range);
  seen.note(ofSpace ? 'viewsOfSpaces' : 'sharedViews', view.range);
}

function bodySigns(seen: Seen, view: ViewBody, sizes: ReadonlyMap<string, bigint | undefined>): void {
  for (const { type, nonvolatile, owner, accelerators, range } of view.ranges) {
    if (type === 'container') seen.note('container', range);
    if (nonvolatile) seen.note('nonvolatile', range);
    if (owner !== '') seen.note('owners', range);
    const [name] = accelerators;
    if (name === undefined) continue;
    seen.note('slot', range);
    seen.note(/^[a-z]/.test(name) ? 'slotOption' : 'slotClass', range);
  }
  reservedSigns(seen, view);
  sectionEndSigns(seen, view, sizes);
}

/** Reserved sections are nameless and cover everything; a tree has one more section at least. */
function reservedSigns(seen: Seen, { sections }: ViewBody): void {
  const reserved = sections.findIndex(({ name, start, end }) => name !== '(noname)' || end - start + 1n !== TWO_64);
  if (reserved <= 0) return;
  const range = sections[reserved - 1]?.range;
  seen.note(reserved > 3 ? 'fourReserved' : 'threeReserved', range);
  seen.note(reserved > 1 ? 'moreReserved' : 'oneReserved', range);
}

/** Up to 7.1 a section ends as if all of its region were there, and may wrap. */
function sectionEndSigns(seen: Seen, view: ViewBody, sizes: ReadonlyMap<string, bigint | undefined>): void {
  let at = 0;
  for (const { name, start, end, range } of view.sections) {
    if (name === '(noname)') continue;
    while (at < view.ranges.length && (view.ranges[at]?.end ?? 0n) < start) at++;
    const shown = view.ranges[at];
    if (!shown || shown.start > start || shown.name !== name) continue;
    const size = sizes.get(name);
    if (end > shown.end || end < start) seen.note('sectionPast', range);
    else if (size !== undefined && end !== BigInt.asUintN(64, start + size - 1n)) seen.note('sectionPart', range);
  }
}
