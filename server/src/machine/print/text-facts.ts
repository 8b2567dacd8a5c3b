/** What only the text of a dump has: the memory core does not need it, printing does. By region id. */
export interface TextFacts {
  /** `owner:{...}`, `parent:{...}` or `orphan`, as -o prints it. */
  readonly owners: ReadonlyMap<number, string>;
  /** For an alias whose target the text names, but does not print: that name, and the TYPE of the alias. */
  readonly missingTargets: ReadonlyMap<number, { readonly name: string; readonly type: string }>;
}

export const NO_FACTS: TextFacts = { owners: new Map(), missingTargets: new Map() };
