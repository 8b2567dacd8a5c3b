import type { Patch, PatchSet } from '../../patch/model.ts';
import { contains, type TextRange } from '../../text/range.ts';
import type { WebLink } from '../model.ts';
import { linesOf } from './message-lines.ts';

/** What a text names by an id alone; URLs are links already, of the editor's own making. */
interface Named {
  readonly page: string;
  readonly tooltip: (id: string) => string;
}

/** The only hosts that links lead to, each with where on it. */
const MESSAGE: Named = {
  page: 'https://lore.kernel.org/qemu-devel/',
  tooltip: () => 'This message on lore.kernel.org',
};
const COMMIT: Named = {
  page: 'https://gitlab.com/qemu-project/qemu/-/commit/',
  tooltip: (id) => `Commit ${id.slice(0, 10)} of QEMU on gitlab.com`,
};
const ISSUE: Named = {
  page: 'https://gitlab.com/qemu-project/qemu/-/issues/',
  tooltip: (id) => `Issue ${id} of QEMU on gitlab.com`,
};
const LAUNCHPAD: Named = {
  page: 'https://bugs.launchpad.net/bugs/',
  tooltip: (id) => `Bug ${id} on bugs.launchpad.net`,
};
const BUGZILLA: Named = {
  page: 'https://bugzilla.redhat.com/show_bug.cgi?id=',
  tooltip: (id) => `Bug ${id} on bugzilla.redhat.com`,
};

/** A message id without its angle brackets: printable ASCII (RFC 5322, 3.6.4). */
const ID = '[!-;=?A-~]{1,250}@[!-;=?A-~]{1,250}';

/** Ids in messages, by the words before them; the first group is the id. Every repetition has a bound. */
const PATTERNS: readonly (readonly [RegExp, Named])[] = [
  [/\bcommit(?:[ \t]{1,4}|[ \t]{0,2}\r?\n[> \t]{0,8})(?=[a-f]{0,39}\d)([0-9a-f]{7,40})\b/gi, COMMIT],
  [/^[> \t]{0,16}(?:Fixes|base-commit): {0,4}(?=[a-f]{0,39}\d)([0-9a-f]{7,40})\b/gim, COMMIT],
  [/\b(?=[a-f]{0,39}\d)([0-9a-f]{7,40}) \("/g, COMMIT],
  [/^[> \t]{0,16}(?:Resolves|Closes|Fixes|Buglink): {0,4}#(\d{1,7})\b/gim, ISSUE],
  [/\bLP:? ?#?(\d{5,8})\b/g, LAUNCHPAD],
  [/\bRHBZ:? ?#?(\d{5,8})\b/gi, BUGZILLA],
  [
    new RegExp(
      `^[> \\t]{0,16}(?:Message-Id|In-Reply-To|Based-on|Supersedes|Link|prerequisite-message-id): {0,4}<?(?![a-z][a-z0-9+.-]{0,30}:)(${ID})`,
      'gim',
    ),
    MESSAGE,
  ],
];

const HEADER_FIELDS = /^(?:message-id|in-reply-to|references):/i;

/** Ids of messages, commits and bugs in the headers and messages of a text, in its order. */
export const patchLinks = (set: PatchSet, text: string): readonly WebLink[] =>
  set.patches.flatMap((patch) => [...headerLinks(patch, text), ...messageLinks(patch, text)]);

/** The hash of the commit that a message names at a place. */
export function commitAt(patch: Patch, text: string, offset: number): { hash: string; range: TextRange } | undefined {
  const { range, target } = messageLinks(patch, text).find((link) => contains(link.range, offset)) ?? {};
  return range && target?.startsWith(COMMIT.page) ? { hash: text.slice(range.start, range.end), range } : undefined;
}

function headerLinks({ message }: Patch, text: string): WebLink[] {
  let wanted = false;
  return linesOf(text, message.headersRange).flatMap(({ start, end }) => {
    const line = text.slice(start, end);
    if (!/^[ \t]/.test(line)) wanted = HEADER_FIELDS.test(line);
    if (!wanted) return [];
    return [...line.matchAll(new RegExp(`<(${ID})>`, 'g'))].map((match) =>
      link(MESSAGE, match[1] ?? '', start + match.index + 1),
    );
  });
}

/** Those of the message, and of what follows the last file. */
function messageLinks({ message, files, range }: Patch, text: string): WebLink[] {
  const tail = { start: files.at(-1)?.range.end ?? range.end, end: range.end };
  const found = [message.bodyRange, tail].flatMap(({ start, end }) => {
    const part = text.slice(start, end);
    return PATTERNS.flatMap(([pattern, named]) =>
      [...part.matchAll(pattern)].map((match) => {
        const id = match[1] ?? '';
        return link(named, id, start + match.index + match[0].lastIndexOf(id));
      }),
    );
  });
  found.sort((one, other) => one.range.start - other.range.start);
  return found.filter(({ range }, i) => range.start !== found[i - 1]?.range.start);
}

function link({ page, tooltip }: Named, id: string, start: number): WebLink {
  const target = page + encodeURIComponent(id).replaceAll('%40', '@') + (page === MESSAGE.page ? '/' : '');
  return { range: { start, end: start + id.length }, target, tooltip: tooltip(id) };
}
