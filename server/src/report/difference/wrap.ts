/**
 * Lines of at most `columns` characters, broken at blanks; the first begins with `first`, the others with `next`. A
 * word that is longer than a line is cut. Such lines are for mail: our own signs are written in ASCII there.
 */
export function wrap(text: string, first: string, next: string, columns: number | undefined): string[] {
  if (columns === undefined) return [`${first}${text}`];
  const plain = text.replaceAll(' · ', ', ').replaceAll('…', '...');
  const lines: string[] = [];
  let line = first;
  let empty = true;
  const end = (): void => {
    lines.push(line);
    line = next;
    empty = true;
  };
  for (const word of plain.split(/[ \t]+/)) {
    let rest = word;
    if (!empty && line.length + 1 + rest.length > columns) end();
    while (line.length + rest.length + (empty ? 0 : 1) > columns) {
      const room = Math.max(1, columns - line.length);
      line += rest.slice(0, room);
      rest = rest.slice(room);
      end();
    }
    if (rest === '' && !empty) continue;
    line += `${empty ? '' : ' '}${rest}`;
    empty = false;
  }
  if (!empty) lines.push(line);
  return lines;
}
