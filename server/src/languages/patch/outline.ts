import type { FilePatch, Hunk, MessageKind, Patch, PatchSet } from '../../patch/model.ts';
import type { Outline } from '../model.ts';
import { isC } from './c-tokens.ts';
import { functionOfHunk } from './hunk-function.ts';

/** mail -> file -> hunk; covers, replies and pull requests are mails without files. */
export const patchOutline = (set: PatchSet): readonly Outline[] => set.patches.flatMap(patchNode);

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
