import { isLater, NEWEST_RELEASE, RELEASES, type Release } from '../memory/history.ts';

export { isLater, NEWEST_RELEASE, RELEASES, type Release };

/** What `info mtree` of a release prints, as data: readers, printers and the inference of releases go by it. */
export interface TextFormat {
  /**
   * `bare`: a name, its tree without indent; behind all, `aliases` and what aliases show. `labelled`: `address-space:`
   * or `memory-region:`, a tree one level in, a blank line.
   */
  readonly blocks: 'bare' | 'labelled';
  /** One tree for each address space, or one for each root, below the sorted names of its address spaces. */
  readonly trees: 'per-address-space' | 'per-root';
  /**
   * `left-out`: with all below them. `marked`: ` [disabled]`. `on-request`: marked with -D; without it the line alone is
   * missing, and what is below stands two levels deeper than the line above.
   */
  readonly disabled: 'left-out' | 'marked' | 'on-request';
  /** Behind the priority: `RW`, `R-`, `-W`, or the type of the region. */
  readonly access: 'letters' | 'type';
  /** The TYPE of an alias: its own, which is i/o, or that of what it shows. */
  readonly aliasType: 'own' | 'target';
  /** TYPE of a region that is not memory and has no container: i/o or `container`. */
  readonly parentless: 'i/o' | 'container';
  /** Where `[DETECTED OVERFLOW!] ` stands; before the indent it is printed for lines that are not, too. */
  readonly overflow: 'none' | 'after-indent' | 'before-indent';
  /** `nv-` before the TYPE of what is non-volatile. */
  readonly nonvolatile: boolean;
  /** Option -o: owners at the end of the line. */
  readonly owners: boolean;
  /** Option -f: none, a view for each address space below its name, or each view once with those that use it. */
  readonly views: 'none' | 'per-address-space' | 'each-once';
  /** Option -d: the dispatch tree of each view. */
  readonly dispatch: boolean;
  /** The end of a section: of the region as if all of it were there, or of the section. */
  readonly sectionEnd: 'region' | 'section';
  /** What marks a range that is a memory slot: nothing, the name in `-accel`, or the name of the accelerator's class. */
  readonly accelerator: 'none' | 'option' | 'class';
}

/** A commit of QEMU's `info mtree`, and what it changes of the text. */
export interface FormatEntry {
  /** Ten digits; a patch that is not traced to one has the day of its posting. */
  readonly commit: string;
  /** The first release that has it. */
  readonly release: Release;
  readonly title: string;
  /** Where the release is the first one that was seen to have it: the first that may. */
  readonly maybeFrom?: Release;
  readonly changes: Partial<TextFormat>;
}

/** What 2.0 prints, with which the table begins; so since 7ea692b240 (1.3). */
export const FIRST_FORMAT: TextFormat = {
  blocks: 'bare',
  trees: 'per-address-space',
  disabled: 'left-out',
  access: 'letters',
  aliasType: 'own',
  parentless: 'i/o',
  overflow: 'none',
  nonvolatile: false,
  owners: false,
  views: 'none',
  dispatch: false,
  sectionEnd: 'region',
  accelerator: 'none',
};

/** Every commit since 2.0 that changes the text of `info mtree`, in history's order. */
export const FORMAT_HISTORY: readonly FormatEntry[] = [
  {
    commit: 'f8a9f720dd',
    release: '2.4',
    title: 'mtree: also print disabled regions',
    changes: { disabled: 'marked' },
  },
  {
    commit: 'e48816aac6',
    release: '2.4',
    title: 'mtree: tag & indent a bit better',
    changes: { blocks: 'labelled' },
  },
  {
    commit: '4e83190146',
    release: '2.9',
    title: 'memory: tune mtree_print_mr() to dump mr type',
    changes: { access: 'type' },
  },
  {
    commit: '57bb40c9db',
    release: '2.9',
    title: 'memory: hmp: add "-f" for "info mtree"',
    changes: { views: 'per-address-space' },
  },
  {
    commit: 'b31f841262',
    release: '2.9',
    title: 'memory: info mtree check mr range overflow',
    changes: { overflow: 'after-indent' },
  },
  {
    commit: '5e8fd947e2',
    release: '2.11',
    title: 'memory: Rework "info mtree" to print flat views and dispatch trees',
    changes: { views: 'each-once', dispatch: true },
  },
  {
    commit: 'fc051ae6c4',
    release: '3.0',
    title: 'memory/hmp: Print owners/parents in "info mtree"',
    changes: { owners: true },
  },
  {
    commit: 'c26763f8ec',
    release: '3.1',
    title: 'memory: learn about non-volatile memory region',
    changes: { nonvolatile: true },
  },
  {
    commit: '8072aae377',
    release: '4.1',
    title: 'hmp: Print if memory section is registered with an accelerator',
    changes: { accelerator: 'option' },
  },
  {
    commit: '53b62bec01',
    release: '5.0',
    title: 'memory: do not look at current_machine->accel',
    changes: { accelerator: 'class' },
  },
  {
    commit: '39fa93c443',
    release: '5.0',
    title: 'memory: Correctly return alias region type',
    changes: { aliasType: 'target' },
  },
  {
    commit: '2261d3939f',
    release: '5.1',
    title: "memory: Make 'info mtree' not display disabled regions by default",
    changes: { disabled: 'on-request', overflow: 'before-indent' },
  },
  {
    commit: '7bdbf99aa2',
    release: '7.0',
    title: "memory: Have 'info mtree' remove duplicated Address Space information",
    changes: { trees: 'per-root' },
  },
  {
    commit: 'f9c307c3f9',
    release: '7.2',
    title: 'memory: Fix wrong end address dump',
    changes: { sectionEnd: 'section' },
  },
  {
    commit: '2026-03-09',
    release: '11.1',
    maybeFrom: '11.0',
    title: 'a root that is not memory prints as `container` (posted that day; seen in 11.1, not looked for in 11.0)',
    changes: { parentless: 'container' },
  },
];

/**
 * Marks of the sections 0 to 3 of a dispatch tree, by position alone (5e8fd947e2). Until 4.1 these are the reserved
 * ones; from 4.2 on (08565552f7) the last three stand beside whatever section comes there.
 */
export const POSITIONAL_MARKS = ['[unassigned]', '[not dirty]', '[ROM]', '[watch]'] as const;

const age = (release: Release): number => RELEASES.indexOf(release);

/** Negative where `a` is older than `b`. */
export const compareReleases = (a: Release, b: Release): number => age(a) - age(b);

/** The release before; the first one has none. */
export const releaseBefore = (release: Release): Release | undefined => RELEASES[age(release) - 1];

/** What a release prints: all that came in by then. */
export const formatOf = (release: Release): TextFormat =>
  Object.assign(
    {},
    FIRST_FORMAT,
    ...FORMAT_HISTORY.filter((entry) => compareReleases(entry.release, release) <= 0).map((entry) => entry.changes),
  );

/** For what is shown of no release or of two: `container` (11.1) tells less, since terminating roots print it too. */
export const DEFAULT_FORMAT: TextFormat = formatOf('10.2');

/**
 * The release that a version is of: "7.2.22Debian 1:7.2+dfsg", "v7.2", "2.10.93" (on the way to 2.11). A later release than the
 * table's is its newest. undefined: before 2.0, or no version at all.
 */
export function textRelease(version: string): Release | undefined {
  const exact = RELEASES.find((release) => release === version);
  if (exact) return exact;
  const [, major, minor] = /^v?(\d{1,3})\.(\d{1,3})(?!\d)/.exec(version) ?? [];
  if (major === undefined || minor === undefined) return undefined;
  const known = RELEASES.find((release) => release === `${major}.${minor}`);
  if (known) return (isDevelopment(version) ? RELEASES[RELEASES.indexOf(known) + 1] : undefined) ?? known;
  return isLater(version) ? NEWEST_RELEASE : undefined;
}

/** Whether a version is of the development towards a release: its third number is 50 or more. */
export const isDevelopment = (version: string): boolean =>
  Number(/^v?\d+\.\d+\.(\d{1,3})(?!\d)/.exec(version)?.[1] ?? 0) >= 50;
