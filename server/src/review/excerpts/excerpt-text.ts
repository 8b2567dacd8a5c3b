import type { Excerpt, ExcerptBlock, ExcerptLine, ExcerptRegion } from './model.ts';

/** Where a line of an excerpt stands in its text as a dump; offsets of its first character behind the indent. */
export interface PlacedLine {
  readonly line: ExcerptLine;
  readonly at: number;
  readonly length: number;
}

/** An excerpt as a dump of its own: what QEMU prints around it is made up, and says so by its name. */
export interface ExcerptText {
  readonly text: string;
  readonly lines: readonly PlacedLine[];
}

/** The name of what stands around the lines of an excerpt. */
export const NOT_IN_EXCERPT = '(not in the excerpt)';

const ALL = '0000000000000000-ffffffffffffffff (prio 0, i/o)';

/**
 * The text of a partial dump: an excerpt's lines at QEMU's margins, with heads and roots where the excerpt has none. Of a diff,
 * `side` says which of its lines; places are kept line by line.
 */
export function excerptText({ blocks }: Excerpt, side: 'before' | 'after'): ExcerptText {
  const writer = new Writer();
  const dropped = side === 'before' ? '+' : '-';
  const kept = blocks.map(
    (block): ExcerptBlock => ({
      ...block,
      heads: block.heads.filter(({ marker }) => marker !== dropped),
      regions: block.regions.filter(({ marker }) => marker !== dropped),
    }),
  );
  const targets = new Set(kept.flatMap(({ regions }) => regions.map(({ line }) => line.alias?.target)));
  const trees = kept.filter((block) => block.kind === 'tree' && block.regions.length > 0);
  const views = kept.filter((block) => block.kind === 'view' && block.regions.length > 0);
  // what aliases show comes behind the address spaces, as QEMU prints it
  const isTarget = (block: ExcerptBlock) =>
    block.heads.some(({ line }) => line.kind === 'memory-region' && targets.has(line.name));
  for (const block of trees.filter((one) => !isTarget(one))) writeTree(writer, block, false);
  for (const block of trees.filter(isTarget)) writeTree(writer, block, true);
  if (trees.length === 0) views.forEach((block) => void writeTreeOfView(writer, block));
  views.forEach((block, i) => void writeView(writer, block, i));
  return writer;
}

class Writer implements ExcerptText {
  text = '';
  readonly lines: PlacedLine[] = [];

  /** A line of ours. */
  make(line: string): void {
    this.text += `${line}\n`;
  }

  /** A line of the excerpt, at another margin. */
  take(line: ExcerptLine, indent: number): void {
    const text = line.text.trim();
    this.lines.push({ line, at: this.text.length + indent, length: text.length });
    this.text += `${' '.repeat(indent)}${text}\n`;
  }
}

/** Spaces between a region and what is below it. */
const STEP = 2;
const ROOT_INDENT = 2;

function writeTree(writer: Writer, { heads, regions }: ExcerptBlock, isTarget: boolean): void {
  for (const head of heads) {
    if (head.line.kind !== 'memory-region' || isTarget) writer.take(head, 0);
    // a region that no alias here shows is looked at as if it were an address space
    else writer.make(`address-space: ${head.line.name}`);
  }
  if (heads.length === 0) writer.make(`address-space: ${NOT_IN_EXCERPT}`);
  const least = regions.reduce((most, { line }) => Math.min(most, line.indent), Number.POSITIVE_INFINITY);
  const [first] = regions;
  const isRoot = first?.line.indent === least && regions.filter(({ line }) => line.indent === least).length === 1;
  if (!isRoot || heads.length === 0) writer.make(`${' '.repeat(ROOT_INDENT)}${ALL}: ${NOT_IN_EXCERPT}`);
  const top = isRoot && heads.length > 0 ? ROOT_INDENT : ROOT_INDENT + STEP;
  let deepest = 0;
  regions.forEach((region, i) => {
    // below what is left out a line may stand deeper than its parent allows
    const level = i === 0 ? 0 : Math.min(Math.floor((region.line.indent - least) / STEP), deepest + 1);
    deepest = level;
    writer.take(region, top + level * STEP);
  });
  writer.make('');
}

const rootOf = ({ heads }: ExcerptBlock): string => {
  for (const { line } of heads) if (line.kind === 'view-root') return line.name;
  const user = heads.find(({ line }) => line.kind === 'user')?.line;
  return (user?.kind === 'user' && user.root) || NOT_IN_EXCERPT;
};

const usersOf = ({ heads }: ExcerptBlock): readonly string[] => {
  const names = heads.flatMap(({ line }) => (line.kind === 'user' ? [line.name] : []));
  return names.length > 0 ? names : [NOT_IN_EXCERPT];
};

/** A tree that renders to a view's ranges: a region for each. */
function writeTreeOfView(writer: Writer, block: ExcerptBlock): void {
  for (const name of usersOf(block)) writer.make(`address-space: ${name}`);
  writer.make(`${' '.repeat(ROOT_INDENT)}${ALL}: ${rootOf(block)}`);
  for (const region of block.regions) writer.make(`    ${withoutOffset(region)}`);
  writer.make('');
}

const withoutOffset = ({ text }: ExcerptRegion): string => text.trim().replace(/ @[0-9a-f]{16}(?: \w+)?$/, '');

function writeView(writer: Writer, block: ExcerptBlock, index: number): void {
  const root = rootOf(block);
  const head = block.heads.find(({ line }) => line.kind === 'flat-view');
  if (head) writer.take(head, 0);
  else writer.make(`FlatView #${index}`);
  const users = block.heads.filter(({ text }) => text.trim().startsWith('AS "'));
  for (const user of users) writer.take(user, 1);
  if (users.length === 0) for (const name of usersOf(block)) writer.make(` AS "${name}", root: ${root}`);
  const line = block.heads.find((one) => one.line.kind === 'view-root');
  if (line) writer.take(line, 1);
  else writer.make(` Root memory region: ${root}`);
  for (const region of block.regions) writer.take(region, ROOT_INDENT);
  writer.make('');
}
