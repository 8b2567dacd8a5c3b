import { checkClaims } from './claims/check-claims.ts';
import type { CheckedClaim } from './claims/model.ts';
import type { Review } from './model.ts';

/** What the messages of a text say of the memory map, against its review. */
export interface MessageReview {
  /** By index of the message in `PatchSet.patches`. */
  readonly claims: readonly (readonly CheckedClaim[])[];
}

/** Checks what the messages of `text` claim; `review` is that of the same text. */
export const reviewMessages = (text: string, review: Review): MessageReview => ({ claims: checkClaims(text, review) });
