/** How much a problem weighs; `off` in the setting `checks` hides it. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';
export const LEVELS = ['off', 'hint', 'information', 'warning', 'error'] as const;
export type Level = (typeof LEVELS)[number];

/** One thing that is checked in patches: its page, and its row in the setting. Markdown of ours. */
export interface Rule {
  readonly title: string;
  /** Unless the setting says another; some places of a rule weigh less. */
  readonly severity: Severity;
  readonly means: string;
  readonly recover: string;
  /** What the quick fix does, where there is one. */
  readonly fix?: string;
  /** A text in which it shows; '' where none would be short. */
  readonly example: string;
}
