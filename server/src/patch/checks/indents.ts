import type { Lines } from '../lines.ts';
import type { Patch } from '../model.ts';
import { bodyOf, isC, nameOf } from './checked.ts';

/** So many lines of code show how a patch is indented. */
const ENOUGH = 5;

/**
 * Whether the context of a patch's C files is code whose indents, the mark included, are `shift` more than a multiple
 * of four (QEMU's coding style; 1 is right): of the lines that end as statements and blocks do, and are no comments.
 * A line with nothing but its mark before its first word shows that it is not.
 */
export function isIndentedBy(lines: Lines, { files }: Patch, shift: 0 | 2): boolean {
  const counts = [0, 0, 0, 0];
  for (const hunk of files.filter((file) => isC(nameOf(file))).flatMap((file) => file.hunks)) {
    const { first, end } = bodyOf(lines, hunk);
    for (let at = first; at < end; at++) {
      const indent = codeIndent(lines, at);
      if (indent === 1) return false;
      if (indent > 0) counts[indent % 4] = (counts[indent % 4] ?? 0) + 1;
    }
  }
  const [found = 0, right = 0] = [counts[shift], counts[1]];
  return found >= ENOUGH && found > right * 4;
}

/** The blanks before a statement or the end of a block, the mark of context included; 0 for other lines. */
function codeIndent(lines: Lines, at: number): number {
  const { text } = lines;
  const { start, end } = lines.range(at);
  if (end === start || !';{}'.includes(text.charAt(end - 1))) return 0;
  let stop = start;
  while (text.charCodeAt(stop) === 32) stop++;
  return text.charAt(stop) === '*' ? 0 : stop - start;
}
