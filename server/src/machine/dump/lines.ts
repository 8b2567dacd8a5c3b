import type { TextRange } from '../../text/range.ts';

/** The words that `info mtree` prints for a region's type; `container` is of 2026. */
export type DumpType = 'i/o' | 'ram' | 'rom' | 'romd' | 'ramd' | 'container';

/** `H-H (prio P, TYPE): ...`, in a tree or in a FlatView. `end` is inclusive, as printed. */
export interface RegionLine {
  readonly kind: 'region';
  /** Spaces before the address. */
  readonly indent: number;
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
  readonly iommu: boolean;
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
  | { readonly kind: 'dispatch' | 'blank' | 'comment' | 'unknown'; readonly range: TextRange };

/** Lines longer than this are no lines of a dump. */
const MAX_LINE = 4096;

const REGION =
  /^(?:\[DETECTED OVERFLOW!\] )?( *)(?:\[DETECTED OVERFLOW!\] )?([0-9a-f]{8,16})-([0-9a-f]{8,16}) \(prio (-?\d{1,10}), (nv-)?(i\/o|ram|rom|romd|ramd|container)\): (.*)$/;
const ALIAS = /^alias (.*) @(.*) ([0-9a-f]{8,16})-([0-9a-f]{8,16})$/;
const OWNERS = / ((?:owner|parent):\{[^}]*\}(?: parent:\{[^}]*\})?|orphan)$/;
const OWNERS_INSIDE = / ((?:owner|parent):\{[^}]*\}(?: parent:\{[^}]*\})?|orphan)((?: [A-Za-z-]+)*)$/;
const ACCELERATORS = /((?: (?:KVM|kvm|kvm-accel|HVF|hvf|WHPX|whpx|NVMM|nvmm|Xen|xen|MSHV))+)$/;
const DISABLED = ' [disabled]';

const hexValue = (digits: string | undefined): bigint => BigInt(`0x${digits ?? '0'}`);

/** Reads one line of a dump; `text` is without its line ending. Never throws. */
export function readLine(text: string, range: TextRange): DumpLine {
  if (text.length > MAX_LINE) return { kind: 'unknown', range };
  const line = text.trimEnd();
  if (line === '') return /^address-space:/.test(text) ? simple(text, range) : { kind: 'blank', range };
  return region(line, range) ?? simple(line, range);
}

function region(line: string, range: TextRange): RegionLine | undefined {
  const m = REGION.exec(line);
  if (!m) return undefined;
  const indent = m[1]?.length ?? 0;
  let rest = m[7] ?? '';
  let owner = '';
  let accelerators: string[] = [];
  const owners = OWNERS.exec(rest) ?? OWNERS_INSIDE.exec(rest);
  if (owners) {
    owner = owners[1] ?? '';
    accelerators = (owners[2] ?? '').split(' ').filter(Boolean);
    rest = rest.slice(0, owners.index);
  } else {
    const marks = ACCELERATORS.exec(rest);
    if (marks) {
      accelerators = (marks[1] ?? '').split(' ').filter(Boolean);
      rest = rest.slice(0, marks.index);
    }
  }
  const disabled = rest.endsWith(DISABLED);
  if (disabled) rest = rest.slice(0, -DISABLED.length);
  const common = {
    kind: 'region' as const,
    indent,
    start: hexValue(m[2]),
    end: hexValue(m[3]),
    priority: Number(m[4]),
    type: (m[6] ?? 'i/o') as DumpType,
    nonvolatile: m[5] !== undefined,
    disabled,
    owner,
    accelerators,
    range: { start: range.start + (line.length - line.trimStart().length), end: range.start + line.length },
  };
  const alias = ALIAS.exec(rest);
  if (alias) {
    const target = { target: alias[2] ?? '', start: hexValue(alias[3]) };
    return { ...common, name: alias[1] ?? '', alias: target, offset: 0n };
  }
  const offset = / @([0-9a-f]{16})$/.exec(rest);
  const name = offset ? rest.slice(0, offset.index) : rest;
  return { ...common, name, alias: undefined, offset: offset ? hexValue(offset[1]) : 0n };
}

type Reader = (m: RegExpExecArray, range: TextRange) => DumpLine;

const READERS: readonly (readonly [RegExp, Reader])[] = [
  [/^\t *(\d+)(?:\.\.(\d+))? +skip=(\d+) +ptr=(\S+)$/, nodeRow],
  [/^ {6}\[(\d+)\]$/, (m, range) => ({ kind: 'node', index: Number(m[1]), range })],
  [/^ {6}#(\d+) @([0-9a-f]+)\.\.([0-9a-f]+) (.*)$/, section],
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

function simple(line: string, range: TextRange): DumpLine {
  for (const [pattern, read] of READERS) {
    const m = pattern.exec(line);
    if (m) return read(m, { start: range.start, end: range.start + line.length });
  }
  return { kind: 'unknown', range };
}

function nodeRow(m: RegExpExecArray, range: TextRange): DumpLine {
  const first = Number(m[1]);
  return { kind: 'node-row', first, last: Number(m[2] ?? first), skip: Number(m[3]), pointer: m[4] ?? '', range };
}

function section(m: RegExpExecArray, range: TextRange): DumpLine {
  const marks = /((?: \[(?:unassigned|not dirty|ROM|watch|ROOT|MRU|iommu)\]| alias=.*)*)$/.exec(m[4] ?? '');
  const name = (m[4] ?? '').slice(0, marks?.index);
  const iommu = (marks?.[1] ?? '').includes('[iommu]');
  return { kind: 'section', index: Number(m[1]), start: hexValue(m[2]), end: hexValue(m[3]), name, iommu, range };
}

function user(m: RegExpExecArray, range: TextRange): DumpLine {
  const root = m[2] ?? '';
  const alias = /^(.*), alias (.*)$/.exec(root);
  return { kind: 'user', name: m[1] ?? '', root: alias?.[1] ?? root, alias: alias?.[2], range };
}
