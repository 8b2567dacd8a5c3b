/** A file's lines without their endings, and the ending of each: LF, CRLF, or '' for a last line that has none. */
export interface FileText {
  readonly lines: readonly string[];
  readonly endings: readonly string[];
}

/** Parts a text into lines as Git does: LF ends a line, and a CR before it counts as part of the ending here. */
export function splitFile(text: string): FileText {
  const lines: string[] = [];
  const endings: string[] = [];
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed < 0 ? text.length : feed;
    const cr = feed > at && text.charCodeAt(feed - 1) === 13 ? 1 : 0;
    lines.push(text.slice(at, end - cr));
    endings.push(feed < 0 ? '' : text.slice(end - cr, feed + 1));
    at = end + 1;
  }
  return { lines, endings };
}
