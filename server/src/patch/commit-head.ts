import type { Lines } from './lines.ts';
import type { MessageHead } from './mail.ts';

/** Whether a line is "commit <id>" as git show and git log print it, with a field of the commit below. */
export function isCommitLine(lines: Lines, at: number, to: number): boolean {
  if (!lines.startsWith(at, 'commit ') || !/^commit [0-9a-f]{7,64}(?: |$)/.test(lines.at(at))) return false;
  return at + 1 < to && /^(?:Author|AuthorDate|Merge|Date|Commit|Reflog|tree|parent|author)[: ]/.test(lines.at(at + 1));
}

/** What only mails have. */
export const NO_MAIL = { prefixes: [], isReply: false, inReplyTo: '', references: [], flowed: false } as const;

/** Reads the head of a commit whose "commit" line is `at`; its message is indented by four blanks (git log). */
export function readCommitHead(lines: Lines, at: number, to: number): MessageHead {
  let from = '';
  let date = '';
  let body = at + 1;
  for (; body < to && !lines.isBlank(body); body++) {
    const line = lines.at(body);
    const field = /^(Author|AuthorDate|Date|author)(?::|(?= ))/.exec(line);
    const value = field ? line.slice(field[0].length).trim() : '';
    if (field?.[1] === 'Author') from = value;
    else if (field?.[1] === 'author') [from = '', date = ''] = rawPerson(value);
    else if (field) date = value;
  }
  body = Math.min(body + 1, to);
  const first = lines.skipBlank(body, to);
  const indented = first < to && lines.startsWith(first, '    ');
  const range = lines.range(first);
  const subject = indented ? lines.at(first).trim() : '';
  const start = range.start + (lines.at(first).length - lines.at(first).trimStart().length);
  return {
    subject,
    subjectRange: subject === '' ? undefined : { start, end: start + subject.length },
    from,
    date,
    messageId: '',
    number: 1,
    total: 1,
    version: 1,
    ...NO_MAIL,
    body,
    message: body,
  };
}

/** "Name <mail> 1506000000 +0200" of --format=raw, parted. */
function rawPerson(value: string): string[] {
  const close = value.indexOf('>');
  return [value.slice(0, close + 1), value.slice(close + 1).trim()];
}
