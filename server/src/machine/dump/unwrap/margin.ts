import { SourceText } from '../../../text/source-text.ts';
import type { MachineProblem } from '../../machine.ts';
import type { Layer } from './layer.ts';

/** What stands at the margin of every dump: headers and prompts, or to 2.3 the root of a tree, with access. */
const AT_MARGIN =
  /^([ \t]*(?:[>|:][>|: \t]*)?)(?:address-space(?: \(flat view\))?: ?\S|memory-region: |FlatView #\d|\(qemu\) info (?:mtree|version)|[0-9a-f]{16}-[0-9a-f]{16} \(prio -?\d+, [R-][W-]\): )/m;

const MOST = 20;

/** A dump that is quoted in a mail (`> `), or stands indented: every line of it has the margin of its first header. */
export const withoutMargin: Layer = (text) => {
  const margin = AT_MARGIN.exec(text)?.[1];
  if (!margin) return undefined;
  // mailers cut the blanks off a line that is quoted empty
  const bare = margin.trimEnd();
  const inside = new SourceText(text);
  const problems: MachineProblem[] = [];
  let outside: { start: number; end: number } | undefined;
  const leave = (): void => {
    if (outside && problems.length < MOST) problems.push(leftOut(outside));
    outside = undefined;
  };
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    const line = text.slice(start, end);
    if (line.startsWith(margin) || line.trimEnd() === bare) {
      leave();
      inside.keep(start + Math.min(margin.length, line.trimEnd().length), end);
    } else if (line.trim() === '') inside.keep(start, end);
    else outside = { start: outside?.start ?? start, end: start + line.trimEnd().length };
    start = end;
  }
  leave();
  return { inside, problems };
};

const leftOut = (range: { start: number; end: number }): MachineProblem => ({
  severity: 'information',
  code: 'unreadable',
  message: 'This is not quoted or indented as the dump is; it is left out.',
  range,
});
