import type { TextRange } from '../../text/range.ts';

/** What `info mtree` printed before types (1.1 to 2.8): whether reads go direct, and whether writes count. */
export type Access = 'RW' | 'R-' | '-W' | '--';

/** The word in the parentheses of a region: its type from 2.9 on (`container` from 11.1 on), its access before. */
export type DumpType = 'i/o' | 'ram' | 'rom' | 'romd' | 'ramd' | 'container' | Access;

/** `H-H (prio P, TYPE): ...`, in a tree or in a FlatView. `end` is inclusive, as printed. */
export interface RegionLine {
  readonly kind: 'region';
  /** Spaces before the address. */
  readonly indent: number;
  /** Where QEMU's own mark stands, from 2.9 on, of a region that goes past the end of the address space. */
  readonly overflow: 'before-indent' | 'after-indent' | undefined;
  readonly start: bigint;
  readonly end: bigint;
  readonly priority: number;
  readonly type: DumpType;
  readonly nonvolatile: boolean;
  readonly name: string;
  readonly alias: { readonly target: string; readonly start: bigint } | undefined;
  readonly disabled: boolean;
  /** `owner:{...}`, `parent:{...}` or `orphan`, as printed; '' without -o. */
  readonly owner: string;
  /** `@H` of a FlatView's range: offset in the region. */
  readonly offset: bigint;
  /** Names of accelerators that have a slot for this range (4.1+). */
  readonly accelerators: readonly string[];
  readonly range: TextRange;
}

export interface AddressSpaceLine {
  readonly kind: 'address-space';
  readonly name: string;
  /** `address-space (flat view): NAME` of 2.9 and 2.10. */
  readonly flat: boolean;
  readonly range: TextRange;
}

/** ` AS "NAME", root: ROOT[, alias TARGET]` */
export interface UserLine {
  readonly kind: 'user';
  readonly name: string;
  readonly root: string;
  readonly alias: string | undefined;
  readonly range: TextRange;
}

/** `#I @H..H NAME[ marks]` of a dispatch tree. */
export interface SectionLine {
  readonly kind: 'section';
  readonly index: number;
  readonly start: bigint;
  readonly end: bigint;
  readonly name: string;
  /** `[ROOT]`: the section's region keys the view. */
  readonly root: boolean;
  readonly iommu: boolean;
  /** `alias=`: what the section's region shows, where that is an alias. */
  readonly alias: string | undefined;
  readonly range: TextRange;
}

/** `A..B skip=S ptr=P` of a node. */
export interface NodeRowLine {
  readonly kind: 'node-row';
  readonly first: number;
  readonly last: number;
  readonly skip: number;
  readonly pointer: string;
  readonly range: TextRange;
}

export type DumpLine =
  | RegionLine
  | AddressSpaceLine
  | UserLine
  | SectionLine
  | NodeRowLine
  | { readonly kind: 'prompt'; readonly command: string; readonly range: TextRange }
  | { readonly kind: 'memory-region'; readonly name: string; readonly range: TextRange }
  | { readonly kind: 'flat-view'; readonly number: number; readonly range: TextRange }
  | { readonly kind: 'view-root'; readonly name: string | undefined; readonly range: TextRange }
  | { readonly kind: 'no-flat-view'; readonly range: TextRange }
  | { readonly kind: 'nodes'; readonly levels: number; readonly range: TextRange }
  | { readonly kind: 'node'; readonly index: number; readonly range: TextRange }
  | { readonly kind: 'dispatch' | 'blank' | 'comment' | 'ancient' | 'unknown'; readonly range: TextRange };

/** Lines longer than this are no lines of a dump. */
const MAX_LINE = 4096;
const OVERFLOW = '[DETECTED OVERFLOW!] ';
const DISABLED = ' [disabled]';
const ALIAS = 'alias ';
const PRIORITY = ' (prio ';
/** Hex digits of an address, characters of `H-H`. */
const DIGITS = 16;
const SPAN = 2 * DIGITS + 1;

const TYPES: ReadonlyMap<string, DumpType> = new Map(
  (['i/o', 'ram', 'rom', 'romd', 'ramd', 'container', 'RW', 'R-', '-W', '--'] as const).map((type) => [type, type]),
);
const LONGEST_TYPE = 'nv-container'.length;

const OWNERS = / ((?:owner|parent):\{[^}]*\}(?: parent:\{[^}]*\})?|orphan)((?: [A-Za-z-]+)*)$/;
/** By class name (5.0+), by option or QOM class (4.1, 4.2). */
const ACCELERATORS = /(?: (?:KVM|HVF|WHPX|NVMM|Xen|MSHV|(?:kvm|hvf|whpx|nvmm|xen)(?:-accel)?))+$/;
const ENDS_OF_ACCELERATORS = new Set([...'MFXnVmfxl'].map((letter) => letter.charCodeAt(0)));
const MARKS = /((?: \[(?:unassigned|not dirty|ROM|watch|ROOT|MRU|iommu)\])*)(?: alias=(.*))?$/;
const NO_ACCELERATORS: readonly string[] = [];

const TAB = 9;
const BLANK = 32;
const HASH = 35;
const DASH = 45;
const DOT = 46;
const AT = 64;
const BRACKET = 91;
const BRACE = 125;

/** By character code: the value of a hex digit, lower case as QEMU prints it; -1 for all else. */
const HEX = Int8Array.from({ length: 128 }, (_, code) => '0123456789abcdef'.indexOf(String.fromCharCode(code)));

const isBlank = (code: number): boolean => code === BLANK || (code >= 9 && code <= 13);

/** Reads one line of a dump; `text` is without its line ending, `range` where it stands. Never throws. */
export const readLine = (text: string, range: TextRange): DumpLine =>
  new LineReader(text, (start, end) => ({ start: range.start + start, end: range.start + end })).read(0, text.length);

/** Reads the lines of a text, by character codes where there are tens of thousands of a kind. */
export class LineReader {
  private readonly bits = new DataView(new ArrayBuffer(8));
  /** Behind what was read last. */
  private at = 0;
  /** What `marksBefore` found. */
  private owner = '';
  private accelerators = NO_ACCELERATORS;
  private disabled = false;

  /** `place` says where a stretch of the text stands for the user. */
  constructor(
    private readonly text: string,
    private readonly place: (start: number, end: number) => TextRange,
  ) {}

  /** The line in [from, to), which is without its line ending. */
  read(from: number, to: number): DumpLine {
    const { text } = this;
    if (to - from > MAX_LINE) return { kind: 'unknown', range: this.place(from, to) };
    let end = to;
    while (end > from && isBlank(text.charCodeAt(end - 1))) end--;
    if (end === from) return { kind: 'blank', range: this.place(from, to) };
    let start = from;
    while (isBlank(text.charCodeAt(start))) start++;
    const code = text.charCodeAt(start);
    const line =
      code === BRACKET || (HEX[code] ?? -1) >= 0
        ? (this.region(from, start, end) ?? this.nodeRow(from, start, end))
        : code === HASH && start > from
          ? this.section(start, end)
          : undefined;
    return line ?? this.other(from, end);
  }

  /** `H-H (prio P, TYPE): ...`; `first` is the first character of the line that is not blank. */
  private region(from: number, first: number, end: number): DumpLine | undefined {
    const { text } = this;
    let at = first;
    let indent = 0;
    // an editor may have put tabs for blanks
    for (let i = from; i < first; i++) indent = text.charCodeAt(i) === TAB ? (indent | 7) + 1 : indent + 1;
    const overflow = text.startsWith(OVERFLOW, at);
    // from 5.1 on the marks of lines that are not printed stand there, too, and may stand alone
    while (text.startsWith(OVERFLOW, at)) at += OVERFLOW.length;
    if (overflow && at >= end) return { kind: 'blank', range: this.place(from, end) };
    if (overflow) for (; text.charCodeAt(at) === BLANK; at++) indent++;
    if (text.charCodeAt(at + DIGITS) !== DASH) return this.ancient(at, first, end);
    const start = this.address(at);
    const last = this.address(at + DIGITS + 1);
    at += SPAN;
    if (start === undefined || last === undefined || !text.startsWith(PRIORITY, at)) return undefined;
    const priority = this.integer(at + PRIORITY.length);
    at = this.at;
    if (priority === undefined) return undefined;
    if (!text.startsWith(', ', at)) return this.ancient(at, first, end);
    at += 2;
    let close = at;
    while (close - at <= LONGEST_TYPE && text.charCodeAt(close) !== 41) close++;
    const nonvolatile = text.startsWith('nv-', at);
    const type = TYPES.get(text.slice(nonvolatile ? at + 3 : at, close));
    if (type === undefined || !text.startsWith('):', close)) return undefined;
    // the blank is cut off where the name is empty
    at = Math.min(close + 3, end);
    if (at < end && text.charCodeAt(at - 1) !== BLANK) return undefined;
    const stop = this.marksBefore(at, end);
    let name = '';
    let alias: RegionLine['alias'];
    let offset = 0n;
    if (text.startsWith(ALIAS, at)) {
      const span = stop - SPAN;
      const sign = this.lastSign(at + ALIAS.length, span);
      const shown = this.address(span);
      if (sign < 0 || shown === undefined || this.address(span + DIGITS + 1) === undefined) return undefined;
      if (text.charCodeAt(span - 1) !== BLANK || text.charCodeAt(span + DIGITS) !== DASH) return undefined;
      name = text.slice(at + ALIAS.length, sign);
      alias = { target: text.slice(sign + 2, span - 1), start: shown };
    } else {
      const sign = stop - DIGITS - 1;
      const printed = sign > at && text.charCodeAt(sign) === AT && text.charCodeAt(sign - 1) === BLANK;
      const value = printed ? this.address(sign + 1) : undefined;
      offset = value ?? 0n;
      name = text.slice(at, value === undefined ? stop : sign - 1);
    }
    return {
      kind: 'region',
      indent,
      overflow: !overflow ? undefined : first === from ? 'before-indent' : 'after-indent',
      start,
      end: last,
      priority,
      type,
      nonvolatile,
      name,
      alias,
      disabled: this.disabled,
      owner: this.owner,
      offset,
      accelerators: this.accelerators,
      range: this.place(first, end),
    };
  }

  /** 1.0 printed no access, and to 1.2 addresses had 8 digits where the target's have. */
  private ancient(at: number, first: number, end: number): DumpLine | undefined {
    const { text } = this;
    const short = text.charCodeAt(at + 8) === DASH && text.startsWith(PRIORITY, at + 17);
    return short || text.startsWith('): ', at) ? { kind: 'ancient', range: this.place(first, end) } : undefined;
  }

  /** Reads `[disabled]`, owners and accelerators at the end of [at, end); returns where they begin. */
  private marksBefore(at: number, end: number): number {
    const { text } = this;
    this.owner = '';
    this.accelerators = NO_ACCELERATORS;
    this.disabled = false;
    let stop = end;
    const last = text.charCodeAt(end - 1);
    if (last === BRACE || ENDS_OF_ACCELERATORS.has(last)) {
      const rest = text.slice(at, end);
      const owners = last === BRACE || rest.includes('} ') || rest.includes(' orphan') ? OWNERS.exec(rest) : null;
      const words = owners ? (owners[2] ?? '') : (ACCELERATORS.exec(rest)?.[0] ?? '');
      if (owners) this.owner = owners[1] ?? '';
      if (words !== '') this.accelerators = words.slice(1).split(' ');
      stop = owners ? at + owners.index : end - words.length;
    }
    if (text.charCodeAt(stop - 1) === 93 && text.startsWith(DISABLED, stop - DISABLED.length)) {
      this.disabled = true;
      stop -= DISABLED.length;
    }
    return stop;
  }

  /** The last ` @` in [from, to), or -1. */
  private lastSign(from: number, to: number): number {
    for (let at = to - 2; at >= from; at--)
      if (this.text.charCodeAt(at) === BLANK && this.text.charCodeAt(at + 1) === AT) return at;
    return -1;
  }

  /** 16 hex digits at `at`, or undefined. */
  private address(at: number): bigint | undefined {
    const high = this.half(at);
    const low = this.half(at + 8);
    if (high < 0 || low < 0) return undefined;
    this.bits.setUint32(0, high);
    this.bits.setUint32(4, low);
    return this.bits.getBigUint64(0);
  }

  /** 8 hex digits at `at`, or -1. */
  private half(at: number): number {
    let high = 0;
    let low = 0;
    let wrong = 0;
    for (let i = at; i < at + 4; i++) {
      const left = HEX[this.text.charCodeAt(i)] ?? -1;
      const right = HEX[this.text.charCodeAt(i + 4)] ?? -1;
      wrong |= left | right;
      high = (high << 4) | left;
      low = (low << 4) | right;
    }
    return wrong < 0 ? -1 : high * 0x10000 + low;
  }

  /** A decimal of an int32 at `at`, as QEMU's priorities and indexes are, or undefined. */
  private integer(from: number): number | undefined {
    const negative = this.text.charCodeAt(from) === DASH;
    const first = negative ? from + 1 : from;
    let value = 0;
    let at = first;
    for (; at < first + 10; at++) {
      const digit = this.text.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    this.at = at;
    const signed = negative ? -value : value;
    return at === first || signed !== (signed | 0) ? undefined : signed;
  }

  private skipBlanks(at: number): number {
    let next = at;
    while (isBlank(this.text.charCodeAt(next))) next++;
    return next;
  }

  /** `A..B skip=S ptr=P`, behind a tab, or blanks where it was expanded. */
  private nodeRow(from: number, start: number, end: number): DumpLine | undefined {
    const { text } = this;
    const first = start > from ? this.integer(start) : undefined;
    if (first === undefined) return undefined;
    let last: number | undefined = first;
    if (text.charCodeAt(this.at) === DOT && text.charCodeAt(this.at + 1) === DOT) last = this.integer(this.at + 2);
    let at = this.skipBlanks(this.at);
    if (last === undefined || at === this.at || !text.startsWith('skip=', at)) return undefined;
    const skip = this.integer(at + 'skip='.length);
    at = this.skipBlanks(this.at);
    if (skip === undefined || at === this.at || !text.startsWith('ptr=', at)) return undefined;
    const pointer = text.slice(at + 'ptr='.length, end);
    if (!/^(?:NIL|#\d+|\[\d+\])$/.test(pointer)) return undefined;
    return { kind: 'node-row', first, last, skip, pointer, range: this.place(from, end) };
  }

  /** `#I @H..H NAME[ marks]` */
  private section(start: number, end: number): DumpLine | undefined {
    const { text } = this;
    const index = this.integer(start + 1);
    const at = this.at;
    if (index === undefined || !text.startsWith(' @', at) || !text.startsWith('..', at + 2 + DIGITS)) return undefined;
    const first = this.address(at + 2);
    const last = this.address(at + 4 + DIGITS);
    const from = Math.min(at + 5 + 2 * DIGITS, end);
    if (first === undefined || last === undefined) return undefined;
    const rest = text.slice(from, end);
    const marks = MARKS.exec(rest);
    const words = marks?.[1] ?? '';
    return {
      kind: 'section',
      index,
      start: first,
      end: last,
      name: rest.slice(0, marks?.index),
      root: words.includes(' [ROOT]'),
      iommu: words.includes(' [iommu]'),
      alias: marks?.[2],
      range: this.place(start, end),
    };
  }

  /** The lines of which there are few. */
  private other(from: number, end: number): DumpLine {
    const line = this.text.slice(from, end);
    const range = this.place(from, end);
    for (const [pattern, read] of READERS) {
      const m = pattern.exec(line);
      if (m) return read(m, range);
    }
    return { kind: 'unknown', range };
  }
}

type Reader = (m: RegExpExecArray, range: TextRange) => DumpLine;

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/^ {6}\[(\d+)\]$/, (m, range) => ({ kind: 'node', index: Number(m[1]), range })],
  [/^ AS "(.*)", root: (.*)$/, user],
  [/^address-space: ?(.*)$/, (m, range) => ({ kind: 'address-space', name: m[1] ?? '', flat: false, range })],
  [
    /^address-space \(flat view\): ?(.*)$/,
    (m, range) => ({ kind: 'address-space', name: m[1] ?? '', flat: true, range }),
  ],
  [/^memory-region: ?(.*)$/, (m, range) => ({ kind: 'memory-region', name: m[1] ?? '', range })],
  [/^FlatView #(\d+)$/, (m, range) => ({ kind: 'flat-view', number: Number(m[1]), range })],
  [
    /^ Root memory region: (.*)$/,
    (m, range) => ({ kind: 'view-root', name: m[1] === '(none)' ? undefined : m[1], range }),
  ],
  [/^ {2}No rendered FlatView\b.*$/, (_, range) => ({ kind: 'no-flat-view', range })],
  [/^ {2}Dispatch$|^ {4}Physical sections$/, (_, range) => ({ kind: 'dispatch', range })],
  [
    /^ {4}Nodes \(\d+ bits per level, (\d+) levels\) ptr=.*$/,
    (m, range) => ({ kind: 'nodes', levels: Number(m[1]), range }),
  ],
  [/^\(qemu\) ?(.*)$/, (m, range) => ({ kind: 'prompt', command: (m[1] ?? '').trim(), range })],
  [/^#|^QEMU \S+ monitor /, (_, range) => ({ kind: 'comment', range })],
];

function user(m: RegExpExecArray, range: TextRange): DumpLine {
  const root = m[2] ?? '';
  const alias = /^(.*), alias (.*)$/.exec(root);
  return { kind: 'user', name: m[1] ?? '', root: alias?.[1] ?? root, alias: alias?.[2], range };
}
