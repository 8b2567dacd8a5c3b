/** What only the text of a dump has: the memory core does not need it, printing does. Regions are named by their ids. */
export interface TextFacts {
  /** `owner:{...}`, `parent:{...}` or `orphan`, as -o prints it. */
  readonly owners: ReadonlyMap<number, string>;
  /** For an alias whose target the text names, but does not print: that name, and the TYPE of the alias. */
  readonly missingTargets: ReadonlyMap<number, { readonly name: string; readonly type: string }>;
  /**
   * The regions that have a block behind the address spaces, in order. One that no alias shows is there for a disabled
   * alias, which 5.1 and later do not print without -D.
   */
  readonly targets: readonly number[];
}

export const NO_FACTS: TextFacts = { owners: new Map(), missingTargets: new Map(), targets: [] };
