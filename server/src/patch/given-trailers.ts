import type { Patch } from './model.ts';
import type { GivenTrailer, Reply } from './series-model.ts';

/** Lines of a reply that are looked at. */
const MOST_LINES = 20_000;

/** The trailers that a reply gives to the patch or cover that it answers: in its own lines, above its signature. */
export function givenTrailers(text: string, patches: readonly Patch[], { message, to }: Reply): GivenTrailer[] {
  const reply = patches[message];
  const answered = patches[to];
  if (!reply || !answered) return [];
  const on = answered.message.kind === 'patch' ? to : ('all' as const);
  const found: GivenTrailer[] = [];
  let { start } = reply.message.bodyRange;
  for (let count = 0; start < reply.message.bodyRange.end && count < MOST_LINES; count++) {
    const feed = text.indexOf('\n', start);
    const next = feed < 0 ? text.length : feed + 1;
    const end = Math.min(feed < 0 ? text.length : feed, reply.message.bodyRange.end);
    const line = end - start > 1200 ? '' : text.slice(start, end).trimEnd();
    if (line === '--') break;
    const trailer = personTrailer(line);
    if (trailer) {
      found.push({ ...trailer, range: { start, end: start + line.length }, from: reply.message.from, message, on });
    }
    start = next;
  }
  return found;
}

/** "Reviewed-by: A Reviewer <a@x>": a name that ends in -by, and a mail address, as b4 wants it. */
function personTrailer(line: string): { name: string; value: string } | undefined {
  const name = /^ {0,3}([A-Za-z][A-Za-z-]{1,60}-by):/i.exec(line)?.[1];
  if (name === undefined) return undefined;
  const value = line.slice(line.indexOf(':') + 1).trim();
  const address = value.slice(value.lastIndexOf('<') + 1, value.lastIndexOf('>'));
  return value.includes('<') && /^[^\s@]+@[^\s@]+$/.test(address) ? { name, value } : undefined;
}
