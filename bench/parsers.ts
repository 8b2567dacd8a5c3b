// Reads FILE with PARSER, RUNS times in this process; prints as JSON the milliseconds of each run and, for each file that
// was found, its path and counts. Each parser is given the same text and called as its README says.
import { readFileSync } from 'node:fs';
import { parsePatch } from 'diff';
import gitdiffParser from 'gitdiff-parser';
import parseDiff from 'parse-diff';
import parseGitDiff from 'parse-git-diff';
import { parse as whatTheDiff } from 'what-the-diff';
import type { FilePatch } from '../server/src/patch/model.ts';
import { readPatch } from '../server/src/patch/read-patch.ts';

type Counts = readonly [path: string, added: number, deleted: number];
type Parser = (text: string) => () => Counts[];

const own = (text: string): FilePatch[] => readPatch(text).patches.flatMap((patch) => patch.files);
const ownCounts = (files: readonly FilePatch[]): Counts[] =>
  files.map((file) => [file.newPath || file.oldPath, file.added, file.deleted]);
const bare = (name: string | undefined): string => (name ?? '').replace(/^[ab]\//, '');
const withSign = (lines: readonly string[], sign: string): number => lines.filter((l) => l.startsWith(sign)).length;

const PARSERS: Readonly<Record<string, Parser>> = {
  ours: (text) => {
    const files = own(text);
    return () => ownCounts(files);
  },
  'ours, with every line as an object': (text) => {
    const files = own(text);
    for (const file of files) for (const hunk of file.hunks) hunk.lines;
    return () => ownCounts(files);
  },
  'parse-diff': (text) => {
    const files = parseDiff(text);
    return () => files.map((file) => [file.to ?? file.from ?? '', file.additions, file.deletions]);
  },
  'gitdiff-parser': (text) => {
    const files = gitdiffParser.parse(text);
    return () =>
      files.map((file) => {
        const changes = file.hunks.flatMap((hunk) => hunk.changes);
        const of = (type: string): number => changes.filter((change) => change.type === type).length;
        return [file.newPath, of('insert'), of('delete')];
      });
  },
  'parse-git-diff': (text) => {
    const { files } = parseGitDiff(text);
    return () =>
      files.map((file) => {
        const changes = file.chunks.flatMap((chunk) => ('changes' in chunk ? chunk.changes : []));
        const of = (type: string): number => changes.filter((change) => change.type === type).length;
        return ['path' in file ? file.path : file.pathAfter, of('AddedLine'), of('DeletedLine')];
      });
  },
  'what-the-diff': (text) => {
    const files = whatTheDiff(text);
    return () =>
      files.map((file) => {
        const lines = (file.hunks ?? []).flatMap((hunk) => hunk.lines ?? []);
        return [bare(file.newPath ?? file.oldPath ?? ''), withSign(lines, '+'), withSign(lines, '-')];
      });
  },
  diff: (text) => {
    const files = parsePatch(text);
    return () =>
      files.map((file) => {
        const lines = file.hunks.flatMap((hunk) => hunk.lines);
        return [bare(file.newFileName), withSign(lines, '+'), withSign(lines, '-')];
      });
  },
};

const [path = '', name = '', runs = '1'] = process.argv.slice(2);
const parser = PARSERS[name];
if (!parser) throw new Error(`no parser ${name}`);
const bytes = readFileSync(path);
const times: number[] = [];
let counts: () => Counts[] = () => [];
for (let i = 0; i < Number(runs); i++) {
  // a text of its own for each run, so that none finds what another one left in it
  const text = bytes.toString('utf8');
  const start = performance.now();
  counts = parser(text);
  times.push(performance.now() - start);
}
console.log(JSON.stringify({ times, files: counts() }));
