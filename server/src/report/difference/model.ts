import type { Finding, FindingKind } from '../../review/machines/model.ts';

/** A finding in words. */
export interface SaidFinding {
  readonly finding: Finding;
  readonly kind: FindingKind;
  /** One clause: `ioapic (i/o, 4 KiB): 0xfec00000 -> 0xfe000000`. */
  readonly title: string;
  /** `in 3 address spaces: memory, cpu-memory-0, dma`, or ''. */
  readonly where: string;
  /** What else is seen otherwise for this reason, a line each. */
  readonly details: readonly string[];
}

/** A count that changed: `FlatViews`, `3 -> 4`, `+1 (+33 %)`. */
export interface SaidCount {
  readonly label: string;
  readonly values: string;
  readonly change: string;
}

/** Two machines and how they differ, in words: what every printer prints. */
export interface SaidDifference {
  /** `pc.mtree (QEMU 5.2.0, TCG)`. */
  readonly before: string;
  readonly after: string;
  /** `4 differences`, or that there is none. */
  readonly summary: string;
  /** What the comparison cannot tell, and why: sentences. */
  readonly notes: readonly string[];
  readonly findings: readonly SaidFinding[];
  readonly counts: readonly SaidCount[];
  readonly alike: boolean;
}
