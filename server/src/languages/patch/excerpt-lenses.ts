import type { PatchSet } from '../../patch/model.ts';
import { excerptTitle } from '../../report/excerpts.ts';
import { findExcerpts } from '../../review/excerpts/find-excerpts.ts';
import type { Excerpt } from '../../review/excerpts/model.ts';
import { type MessageReview, showsExcerpts } from '../../review/messages.ts';
import type { TextRange } from '../../text/range.ts';
import type { LensPlace } from '../model.ts';

/** A place above each excerpt. */
export const excerptLenses = (text: string, set: PatchSet): readonly LensPlace[] =>
  set.patches.flatMap((patch, message) =>
    showsExcerpts(patch.message)
      ? findExcerpts(text, patch.message).map(
          (found, excerpt): LensPlace => ({ range: firstLine(found), data: { kind: 'excerpt', message, excerpt } }),
        )
      : [],
  );

/** What the lens of an excerpt says; '' where the text has another one now. */
export function excerptLens({ excerpts }: MessageReview, message: number, excerpt: number): string {
  const found = excerpts[message]?.[excerpt];
  return found ? excerptTitle(found) : '';
}

/** The first line of `info mtree` in an excerpt. */
export const firstLine = ({ blocks, range }: Excerpt): TextRange =>
  blocks.flatMap(({ heads, regions }) => [...heads, ...regions])[0]?.range ?? range;
