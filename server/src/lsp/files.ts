import type { Connection, Location } from 'vscode-languageserver';
import { fileLines, patchLineAt } from '../languages/patch/file-line.ts';
import { type FileTarget, type FileTargetsParams, Requests } from '../protocol.ts';
import { sayFailedHunk } from '../report/failed-hunk.ts';
import { LineIndex } from '../text/line-index.ts';
import { sourceSides } from '../workspace/sides.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Guard } from './guard.ts';

/** The places of a hunk's line in the whole texts of its file, Before first: where the tree is at hand; else null. */
export async function fileDefinition(workspace: Workspace, uri: string, offset: number): Promise<Location[] | null> {
  const { set } = await workspace.patch(uri);
  const place = patchLineAt(set, offset);
  const file = place && set.patches[place.patch]?.files[place.file];
  if (!file) return null;
  const sides = await workspace.trees.fileSides(await workspace.patch(uri), place);
  if (!('after' in sides)) return null;
  const documents = sourceSides(uri, file.newPath || file.oldPath, place);
  const lines = fileLines(file, sides.hunks, place);
  return (['before', 'after'] as const).flatMap((side) => {
    const line = lines[side];
    if (line === undefined) return [];
    const at = { line: line - 1, character: 0 };
    return [{ uri: documents[side], range: { start: at, end: at } }];
  });
}

/** qemuMemoryReview/fileTargets */
export function files(connection: Connection, workspace: Workspace, guard: Guard): void {
  connection.onRequest(
    Requests.fileTargets,
    guard([], async ({ uri, line }: FileTargetsParams): Promise<FileTarget[]> => {
      const { text, set } = await workspace.patch(uri);
      const index = new LineIndex(text);
      const all = set.patches.flatMap((patch, at) =>
        patch.files.map((file, f) => ({ file, place: { patch: at, file: f } })),
      );
      const here = all.filter(
        ({ file: { range } }) =>
          line !== undefined && index.lineAt(range.start) <= line && line <= index.lineAt(range.end),
      );
      const asked = here.length > 0 ? here : all;
      return Promise.all(
        asked.map(async ({ file, place }): Promise<FileTarget> => {
          const name = file.newPath || file.oldPath;
          const label = set.patches.length > 1 ? `${name} (${set.patches[place.patch]?.message.subject})` : name;
          const target = { label, line: index.lineAt(file.range.start), ...sourceSides(uri, name, place) };
          const title = `${name} (Before ↔ After)`;
          // of many files only the one that is chosen is looked for
          if (asked.length > 1) return { ...target, description: '', title };
          const sides = await workspace.trees.fileSides(await workspace.patch(uri), place);
          if ('after' in sides) return { ...target, description: sides.how, title };
          const error = [sides.reason, sides.failed && sayFailedHunk(sides.failed)].filter(Boolean).join(' ');
          return { ...target, description: error, title, error };
        }),
      );
    }),
  );
}
