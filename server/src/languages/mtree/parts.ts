import type { RegionLine, SectionLine, UserLine } from '../../machine/dump/lines.ts';
import type { TextRange } from '../../text/range.ts';
import type { Entry } from './dump.ts';

export type PartKind =
  | 'start'
  | 'end'
  | 'priority'
  | 'type'
  | 'name'
  | 'target'
  | 'target-start'
  | 'target-end'
  | 'disabled'
  | 'offset'
  | 'owner'
  | 'accelerator'
  | 'root'
  | 'alias'
  | 'mark'
  | 'pointer';

/** A word of a line that means something by itself. */
export interface Part {
  readonly kind: PartKind;
  readonly range: TextRange;
}

/** The words of a line, in order. What cannot be told apart in the text is left out. */
export function partsOf(text: string, entry: Entry): readonly Part[] {
  const line = new Words(text.slice(entry.range.start, entry.range.end), entry.range.start);
  switch (entry.kind) {
    case 'node':
    case 'range':
      return regionParts(line, entry.line);
    case 'section':
      return sectionParts(line, entry.line);
    case 'user':
      return userParts(line, entry.line);
    case 'space':
      return line.take('name', entry.line.name).parts;
    case 'target':
      return line.take('name', entry.block.region?.name ?? '').parts;
    case 'view-root':
      return line.skip(': ').take('name', entry.view.text.root ?? '').parts;
    case 'node-row':
      return line.skip('ptr=').take('pointer', entry.line.pointer).parts;
    default:
      return [];
  }
}

/** The part of a line under an offset; a cursor behind a word counts as on it. */
export const partAt = (text: string, entry: Entry, offset: number): Part | undefined =>
  partsOf(text, entry).find(({ range }) => range.start <= offset && offset <= range.end);

/** The addresses of a region's line, as far as they are where they belong. */
export function addressParts(text: string, range: TextRange): readonly Part[] {
  return new Words(text.slice(range.start, range.end), range.start).addresses(['start', 'end'], '-').parts;
}

function regionParts(line: Words, region: RegionLine): readonly Part[] {
  line.addresses(['start', 'end'], '-').match('priority', /\(prio -?\d+/, 1);
  line.match('type', /^, ([^)]*)(?=\))/);
  line.skip('): ');
  const { alias } = region;
  if (alias) {
    line.skip('alias ').take('name', region.name).take('target', `@${alias.target}`);
    line.addresses(['target-start', 'target-end'], '-');
  } else line.take('name', region.name);
  if (region.disabled) line.take('disabled', '[disabled]');
  if (!alias && region.offset !== 0n) line.match('offset', /@[0-9a-f]{16}/);
  if (region.owner !== '') line.take('owner', region.owner);
  for (const name of region.accelerators) line.take('accelerator', name);
  return line.parts;
}

function sectionParts(line: Words, section: SectionLine): readonly Part[] {
  line.addresses(['start', 'end'], '..').take('name', section.name);
  for (let more = true; more; ) more = line.match('mark', /\[[^\]]*\]/);
  return line.parts;
}

function userParts(line: Words, user: UserLine): readonly Part[] {
  line.take('name', user.name).skip('root: ').take('root', user.root);
  if (user.alias !== undefined) line.skip(', alias ').take('alias', user.alias);
  return line.parts;
}

/** Finds words one behind the other; a word that is not there leaves the place as it is. */
class Words {
  readonly parts: Part[] = [];
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly base: number,
  ) {}

  skip(word: string): this {
    const found = this.text.indexOf(word, this.at);
    if (found >= 0) this.at = found + word.length;
    return this;
  }

  take(kind: PartKind, word: string): this {
    const found = word === '' ? -1 : this.text.indexOf(word, this.at);
    if (found >= 0) this.add(kind, found, word.length);
    return this;
  }

  /** What a pattern, or its first group, matches first; `lead` characters of it are no part of the word. */
  match(kind: PartKind, pattern: RegExp, lead = 0): boolean {
    const m = pattern.exec(this.text.slice(this.at));
    if (!m) return false;
    const own = m[1] === undefined ? m[0].length - lead : m[1].length;
    this.add(kind, this.at + m.index + m[0].length - own, own);
    return true;
  }

  addresses(kinds: readonly [PartKind, PartKind], between: '-' | '..'): this {
    const pattern = between === '-' ? /([0-9a-f]{8,16})-([0-9a-f]{8,16})/ : /([0-9a-f]{8,16})\.\.([0-9a-f]{8,16})/;
    const m = pattern.exec(this.text.slice(this.at));
    if (!m) return this;
    const [first, second] = [m[1] ?? '', m[2] ?? ''];
    const start = this.at + m.index;
    this.add(kinds[0], start, first.length);
    this.add(kinds[1], start + first.length + between.length, second.length);
    return this;
  }

  private add(kind: PartKind, start: number, length: number): void {
    this.parts.push({ kind, range: { start: this.base + start, end: this.base + start + length } });
    this.at = start + length;
  }
}
