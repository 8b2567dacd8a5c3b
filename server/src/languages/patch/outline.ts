import type { FilePatch, Hunk, MessageKind, Patch, PatchSet } from '../../patch/model.ts';
import type { Series } from '../../patch/series-model.ts';
import { functionOfHunk } from '../../report/hunk-function.ts';
import { append } from '../../text/append.ts';
import type { Outline } from '../model.ts';
import { isC } from './c-tokens.ts';

/**
 * series -> mail -> file -> hunk, in the order of the text; covers, replies and pull requests are mails without files.
 * A series of one message is that message, and so is each of one that others stand between.
 */
export function patchOutline({ patches }: PatchSet, all: readonly Series[]): readonly Outline[] {
  const nodes = patches.map(patchNode);
  const starts = new Map<number, { series: Series; members: readonly number[] }>();
  for (const series of all) {
    const members = membersOf(series);
    const [first] = members;
    if (first !== undefined && isRun(members)) starts.set(first, { series, members });
  }
  const outline: Outline[] = [];
  for (let at = 0; at < patches.length; at++) {
    const found = starts.get(at);
    const children = (found?.members ?? [at]).flatMap((member) => nodes[member] ?? []);
    const [first] = children;
    if (found && first) outline.push(seriesNode(found.series, first, children));
    else append(outline, children);
    at += (found?.members.length ?? 1) - 1;
  }
  return outline;
}

/** Every message of a series, in the order of the text. */
function membersOf({ cover, patches, duplicates, pastTotal, replies }: Series): number[] {
  const messages = [
    ...(cover === undefined ? [] : [cover]),
    ...[...patches, ...pastTotal, ...duplicates.flatMap((one) => one.messages)],
    ...replies.map(({ message }) => message),
  ];
  return [...new Set(messages)].sort((one, other) => one - other);
}

const isRun = (members: readonly number[]): boolean =>
  members.length > 1 && (members.at(-1) ?? 0) - (members[0] ?? 0) === members.length - 1;

function seriesNode({ title, version, total, missing }: Series, first: Outline, children: Outline[]): Outline {
  const there = missing.length > 0 ? `${total - missing.length} of ${total} patches` : `${total} patches`;
  return {
    name: title,
    detail: join([version > 1 ? `v${version}` : '', total > 1 ? there : '']),
    kind: 'series',
    range: { start: first.range.start, end: children.at(-1)?.range.end ?? first.range.end },
    selection: first.selection,
    children,
  };
}

function patchNode({ message, files, range }: Patch): Outline[] {
  const children = files.map(fileNode);
  // a bare diff has no message of its own
  if (message.subject === '') return children;
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const deleted = files.reduce((sum, file) => sum + file.deleted, 0);
  const detail = [
    message.version > 1 ? `v${message.version}` : '',
    message.total > 1 ? `${message.number}/${message.total}` : '',
    files.length > 0 ? counts(added, deleted) : '',
    message.kind === 'reply' ? author(message.from) : '',
  ];
  const kind = message.kind === 'patch' ? 'patch' : 'message';
  const name = `${TITLES[message.kind]}${message.subject}`;
  return [{ name, detail: join(detail), kind, range, selection: message.subjectRange, children }];
}

const TITLES: Readonly<Record<MessageKind, string>> = {
  patch: '',
  cover: 'Cover letter: ',
  pull: 'Pull request: ',
  reply: 'Re: ',
  other: '',
};

const join = (parts: readonly string[]): string => parts.filter(Boolean).join(' · ');

const counts = (added: number, deleted: number): string => `+${added} -${deleted}`;

/** The name of "Name <mail>", or all there is. */
const author = (from: string): string => from.replace(/\s*<[^<>]*>\s*$/, '').replace(/^"(.*)"$/, '$1') || from;

function fileNode(file: FilePatch): Outline {
  const lines = file.hunks.length > 0 ? counts(file.added, file.deleted) : '';
  return {
    name: file.newPath || file.oldPath || '(no name)',
    detail: join([changeWords(file), lines]),
    kind: 'file',
    range: file.range,
    selection: file.headerRange,
    children: file.hunks.map((hunk) => hunkNode(hunk, isC(file))),
  };
}

function changeWords({ change, oldPath }: FilePatch): string {
  switch (change) {
    case 'modified':
      return '';
    case 'added':
      return 'new';
    case 'renamed':
    case 'copied':
      return `${change} from ${oldPath}`;
    case 'mode':
      return 'mode changed';
    default:
      return change;
  }
}

function hunkNode(hunk: Hunk, ofC: boolean): Outline {
  const place = `@@ ${hunk.newStart}`;
  const of = (own: string): number => hunk.lines.filter(({ kind }) => kind === own).length;
  const name = (ofC && functionOfHunk(hunk)) || hunk.section.trim();
  return {
    name: name || place,
    detail: join([name === '' ? '' : place, counts(of('added'), of('removed'))]),
    kind: 'hunk',
    range: hunk.range,
    selection: hunk.headerRange,
    children: [],
  };
}
