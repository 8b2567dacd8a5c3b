import type { Patch } from '../../patch/model.ts';

/** The lines of a commit message: subject and body, up to "---", without indent and blanks at the ends. */
export function messageLines(text: string, { message }: Patch): string[] {
  const { start, end } = message.bodyRange;
  const lines = text.slice(start, end).split(/\r?\n/);
  const stop = lines.indexOf('---');
  const body = (stop < 0 ? lines : lines.slice(0, stop)).map((line) => line.trimEnd());
  while (body.at(-1) === '') body.pop();
  while (body[0] === '') body.shift();
  return [message.subject, ...body];
}

/** Whether two messages are the same, but for trailers that people give, or otherwise. */
export function compareMessages(old: readonly string[], now: readonly string[]): 'same' | 'trailers' | 'changed' {
  if (old.join('\n') === now.join('\n')) return 'same';
  const bare = (lines: readonly string[]): string => lines.filter((line) => line !== '' && !isPerson(line)).join('\n');
  return bare(old) === bare(now) ? 'trailers' : 'changed';
}

const isPerson = (line: string): boolean => /^ {0,4}(?:[A-Za-z][A-Za-z-]{0,60}-by|Cc): /i.test(line);
