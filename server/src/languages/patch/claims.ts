import { claimMarkdown, claimMessage } from '../../report/claims.ts';
import type { CheckedClaim } from '../../review/claims/model.ts';
import type { MessageReview } from '../../review/messages.ts';
import { contains } from '../../text/range.ts';
import type { Hover } from '../model.ts';
import type { CheckedProblem } from './problems.ts';

const RULES = {
  agrees: { code: 'claim-agrees', severity: 'hint' },
  disagrees: { code: 'claim-disagrees', severity: 'warning' },
  unchecked: { code: 'claim-unchecked', severity: 'information' },
} as const;

/** What is said of each number of the messages. */
export const claimProblems = ({ claims }: MessageReview): readonly CheckedProblem[] =>
  claims.flat().map((checked) => ({
    ...RULES[checked.verdict],
    range: checked.claim.range,
    message: claimMessage(checked),
  }));

/** A claim under the cursor, beside our figures. */
export function claimHover({ claims }: MessageReview, offset: number): Hover | undefined {
  const found = claims.flat().find((checked: CheckedClaim) => contains(checked.claim.range, offset));
  return found && { markdown: claimMarkdown(found), range: found.claim.range };
}
