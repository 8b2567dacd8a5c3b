import { type Connection, type Hover, MarkupKind } from 'vscode-languageserver';
import type { Hover as HoverText } from '../languages/model.ts';
import { dumpHover } from '../languages/mtree/hover.ts';
import { patchHover, withFirst } from '../languages/patch/hover.ts';
import { toRange } from './convert.ts';
import type { Documents } from './documents.ts';
import type { Guard } from './guard.ts';

/** textDocument/hover in patches and dumps. */
export function hover(connection: Connection, documents: Documents, guard: Guard): void {
  connection.onHover(
    guard(null, async ({ textDocument: { uri }, position }): Promise<Hover | null> => {
      const opened = documents.get(uri);
      if (!opened) return null;
      const { kind, text, index } = opened;
      // several hovers and edits may wait: only the newest version is worth an answer
      await new Promise((done) => setTimeout(done, 0));
      if (documents.all.get(uri)?.version !== opened.document.version) return null;
      const offset = index.offsetAt(position);
      let found: HoverText | undefined;
      if (kind === 'patch') {
        const review = await documents.workspace.review(uri);
        const { workspace } = documents;
        const evaluated = workspace.trees.evaluated(text, review);
        const sources = {
          messages: workspace.messages(text, review),
          evaluated: evaluated && withFirst(evaluated, workspace.hoverMachine),
        };
        found = patchHover(review, text, offset, sources);
      } else if (kind === 'dump') found = dumpHover(documents.workspace.dumpDocument(uri, text), offset);
      if (!found) return null;
      return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: toRange(index, found.range) };
    }),
  );
}
