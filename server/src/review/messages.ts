import type { PatchMessage } from '../patch/model.ts';
import { checkClaims } from './claims/check-claims.ts';
import { mentionsOf } from './claims/find-claims.ts';
import type { CheckedClaim } from './claims/model.ts';
import { ExcerptChecker, type Sides } from './excerpts/check-excerpts.ts';
import { findExcerpts } from './excerpts/find-excerpts.ts';
import type { CheckedExcerpt } from './excerpts/model.ts';
import type { PatchReview, Review, ReviewMachine } from './model.ts';

/** What the messages of a text say of the memory map, against its review; by index in `PatchSet.patches`. */
export interface MessageReview {
  readonly claims: readonly (readonly CheckedClaim[])[];
  readonly excerpts: readonly (readonly CheckedExcerpt[])[];
}

/** Whether a message is looked at: replies quote those of others. */
export const showsExcerpts = ({ kind }: PatchMessage): boolean => kind === 'patch' || kind === 'cover';

/** A machine as it is under its own core. */
export type OwnSnapshot = (machine: ReviewMachine) => Sides['before'];

/** Checks what the messages of `text` claim and show; `review` is that of the same text. */
export function reviewMessages(text: string, review: Review, own: OwnSnapshot): MessageReview {
  const checker = new ExcerptChecker(review.machines, (machine, patch) => sidesOf(machine, patch, own));
  const reviews = new Map(review.patches.map((one) => [one.index, one]));
  const excerpts = review.set.patches.map(({ message }, index) => {
    if (!showsExcerpts(message)) return [];
    const found = findExcerpts(text, message);
    if (found.length === 0) return [];
    const patch = reviews.get(index);
    const mentions = mentionsOf(text, message);
    return found.map((excerpt) => checker.check(excerpt, patch, mentions));
  });
  return { claims: checkClaims(text, review), excerpts };
}

/** Before and After of a patch of the core that is recognised; else Before alone, under the machine's own core. */
function sidesOf(machine: ReviewMachine, patch: PatchReview | undefined, own: OwnSnapshot): Sides | undefined {
  if (machine.machine.topology.addressSpaces.length === 0) return undefined;
  const reviewed = patch?.machines.find((one) => one.machine.id === machine.id)?.comparison;
  if (reviewed) return reviewed;
  const before = own(machine);
  return before.truncated.length > 0 ? undefined : { before, after: undefined };
}
