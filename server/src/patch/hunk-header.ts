/** The numbers of an @@ line and where its section starts in the line. */
export interface HunkHeader {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly sectionAt: number;
}

/**
 * Reads `@@ -1,7 +1,8 @@ section` (apply.c, parse_fragment_header): a count that is not there is 1. Numbers of more
 * than fifteen digits are none. Undefined for any other line.
 */
export function readHunkHeader(line: string): HunkHeader | undefined {
  const match = /^@@ -(\d{1,15})(?:,(\d{1,15}))? \+(\d{1,15})(?:,(\d{1,15}))? @@/.exec(line);
  if (!match) return undefined;
  const behind = match[0].length;
  return {
    oldStart: Number(match[1]),
    oldLines: Number(match[2] ?? 1),
    newStart: Number(match[3]),
    newLines: Number(match[4] ?? 1),
    sectionAt: line[behind] === ' ' ? behind + 1 : behind,
  };
}
