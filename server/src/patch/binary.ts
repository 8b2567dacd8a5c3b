import type { Lines } from './lines.ts';
import type { Problems } from './problems.ts';

/** The two sentences with which Git and diff say that files differ and no more (apply.c, parse_chunk). */
export const isBinaryLine = (lines: Lines, at: number): boolean =>
  (lines.startsWith(at, 'Binary files ') || lines.startsWith(at, 'Files ')) &&
  lines.text.startsWith(' differ', lines.end(at) - ' differ'.length);

export const isBinaryPatch = (lines: Lines, at: number): boolean =>
  lines.startsWith(at, 'GIT binary patch') && lines.end(at) - lines.start(at) === 'GIT binary patch'.length;

const isMethod = (lines: Lines, at: number): boolean =>
  lines.startsWith(at, 'literal ') || lines.startsWith(at, 'delta ');

/** A length from A to z, and groups of five of base 85, no more than 52 bytes (apply.c, parse_binary_hunk). */
const DATA = /^([A-Za-z])((?:[0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]{5}){1,13})$/;

/**
 * Reads "GIT binary patch" at a line and its one or two blocks, each ending in an empty line, and gives the line behind
 * the last with content. The form of the data is looked at, not what it inflates to.
 */
export function readBinaryPatch(lines: Lines, at: number, to: number, problems: Problems): number {
  const refuse = (message: string, line: number): void =>
    problems.add('binary', 'error', `${message} git apply refuses it. Fetch the patch again.`, lines.range(line));
  let next = at + 1;
  if (!isMethod(lines, next) || next >= to) {
    refuse('This binary patch has neither "literal" nor "delta" in the line behind it.', at);
    return next;
  }
  for (let block = 0; block < 2 && next < to && isMethod(lines, next); block++) {
    const first = ++next;
    while (next < to && !lines.isBlank(next) && isData(lines, next)) next++;
    if (next >= to || next === first || !lines.isBlank(next)) {
      refuse(
        'The data of this binary patch is cut or damaged here: lines of data must stand before an empty one.',
        next,
      );
      return next;
    }
    if (isMethod(lines, next + 1) && block === 0) next++;
  }
  return next;
}

function isData(lines: Lines, at: number): boolean {
  if (lines.end(at) - lines.start(at) > 66) return false;
  const match = DATA.exec(lines.at(at));
  if (!match) return false;
  const [, letter = '', groups = ''] = match;
  const length = letter <= 'Z' ? letter.charCodeAt(0) - 64 : letter.charCodeAt(0) - 70;
  const most = (groups.length / 5) * 4;
  return length <= most && length > most - 4;
}
