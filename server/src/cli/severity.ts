export const SEVERITIES = ['error', 'warning', 'information'] as const;
export type FailOn = (typeof SEVERITIES)[number];

const WEIGHT = { error: 3, warning: 2, information: 1, hint: 0 } as const;

/** Whether a problem weighs as much as --fail-on says; none does where it is not given. */
export const fails = (
  problems: readonly { readonly severity: keyof typeof WEIGHT }[],
  on: FailOn | undefined,
): boolean => on !== undefined && problems.some(({ severity }) => WEIGHT[severity] >= WEIGHT[on]);
