import type { Totals } from '../../memory/flat-view.ts';
import type { differenceJson } from '../difference/json.ts';
import type { SaidDifference } from '../difference/model.ts';

/** A build of QEMU as it was asked. */
export interface BuildFacts {
  readonly build: string;
  /** Such as `7.2.22`; '' where no machine could be started. */
  readonly release: string;
  readonly args: readonly string[];
}

/** A machine type of an emulator. */
export interface TypeName {
  readonly target: string;
  /** The name under which both builds have it; an alias where they make it another versioned type. */
  readonly machine: string;
}

/** A machine type that is not the same in both builds. */
export interface ChangedType extends TypeName {
  readonly said: SaidDifference;
  readonly json: { readonly before: Totals; readonly after: Totals } & ReturnType<typeof differenceJson>;
}

/** A machine type of which there is no dump, in QEMU's own words; a side that has one says nothing. */
export interface FailedType extends TypeName {
  readonly before?: string;
  readonly after?: string;
}

/** Two builds, machine type by machine type. */
export interface BuildsReport {
  readonly before: BuildFacts;
  readonly after: BuildFacts;
  /** Worst first. */
  readonly changed: readonly ChangedType[];
  readonly alike: readonly TypeName[];
  /** Those that fail in one build only come first. */
  readonly failed: readonly FailedType[];
  readonly onlyBefore: readonly TypeName[];
  readonly onlyAfter: readonly TypeName[];
}

/** A machine type that one build can start, and the other cannot. */
export const failsOnOneSide = ({ before, after }: FailedType): boolean =>
  (before === undefined) !== (after === undefined);

/** Whether anything of the map differs, or what can be started. */
export const differs = ({ changed, failed, onlyBefore, onlyAfter }: BuildsReport): boolean =>
  changed.length + onlyBefore.length + onlyAfter.length > 0 || failed.some(failsOnOneSide);
