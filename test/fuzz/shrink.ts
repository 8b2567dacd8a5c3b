/** A shorter text that still fails: without runs of lines, then without runs of characters; by halves, so often as it helps. */
export function shrink(text: string, fails: (text: string) => boolean): string {
  let shortest = text;
  for (const unit of ['\n', '']) {
    for (let size = shortest.split(unit).length >> 1; size >= 1; size >>= 1) {
      const parts = shortest.split(unit);
      for (let at = 0; at < parts.length; ) {
        const without = parts.toSpliced(at, size);
        if (fails(without.join(unit))) parts.splice(at, size);
        else at += size;
      }
      shortest = parts.join(unit);
    }
    if (shortest.length > 4000) return shortest;
  }
  return shortest;
}
