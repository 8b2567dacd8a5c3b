import type { CodeLens, Command, Connection } from 'vscode-languageserver';
import type { LensData, LensPlace, PatchLensData } from '../languages/model.ts';
import { dumpLens, dumpLensPlaces } from '../languages/mtree/lenses.ts';
import { excerptLens } from '../languages/patch/excerpt-lenses.ts';
import { lensText, patchLenses, wrappedLens } from '../languages/patch/lenses.ts';
import { Commands } from '../protocol.ts';
import { viewUri } from '../workspace/sides.ts';
import { toRange } from './convert.ts';
import type { Documents } from './documents.ts';
import type { PatchEvaluations } from './evaluations.ts';
import type { Guard } from './guard.ts';

interface Data {
  readonly uri: string;
  readonly lens: LensData;
}

/** textDocument/codeLens gives places at once; codeLens/resolve computes what a visible lens says. */
export function codeLens(
  connection: Connection,
  documents: Documents,
  guard: Guard,
  commands: ReadonlySet<string>,
  evaluations: PatchEvaluations,
): void {
  connection.onCodeLens(
    guard([], async ({ textDocument: { uri } }): Promise<CodeLens[]> => {
      const opened = documents.get(uri);
      if (!opened) return [];
      const { kind, text, index } = opened;
      const places: readonly LensPlace[] =
        kind === 'wrapped'
          ? wrappedLens(documents.workspace.readPatch(text))
          : kind === 'patch'
            ? patchLenses(text, documents.workspace.readPatch(text))
            : kind === 'dump'
              ? dumpLensPlaces(documents.workspace.dumpDocument(uri, text))
              : [];
      const offered = kind === 'patch' && (await offersEvaluation(text));
      return places
        .filter(({ data }) => data.kind !== 'evaluate' || offered)
        .map(({ range, data }) => ({
          range: toRange(index, range),
          data: { uri, lens: data } satisfies Data,
        }));
    }),
  );
  connection.onCodeLensResolve(async (lens, token) => {
    const { uri, lens: data } = lens.data as Data;
    const silent: CodeLens = { ...lens, command: { title: '', command: '' } };
    return guard(silent, async (): Promise<CodeLens> => {
      if (token.isCancellationRequested) return silent;
      if (data.kind === 'wrapped' && commands.has(Commands.openAsPatch)) {
        if (!(await documents.workspace.decoded(uri))) return silent;
        return { ...lens, command: { title: 'Open as patch', command: Commands.openAsPatch, arguments: [uri] } };
      }
      if (data.kind === 'space') return spaceLens(uri, data.space, lens) ?? silent;
      const review = await documents.workspace.review(uri);
      if (data.kind === 'excerpt') {
        const text = documents.get(uri)?.text ?? '';
        const title = excerptLens(documents.workspace.messages(text, review), data.message, data.excerpt);
        return { ...lens, command: { title, command: '' } };
      }
      const evaluated = documents.workspace.trees.evaluated(documents.get(uri)?.text ?? '', review);
      evaluations.want(uri);
      if (data.kind === 'evaluate') {
        return { ...lens, command: { title: 'Evaluate the patched C', command: Commands.evaluate, arguments: [uri] } };
      }
      const words = lensText(review, evaluated, data.kind === 'wrapped' ? { kind: 'subject', patch: 0 } : data);
      if (!words) return silent;
      return { ...lens, command: command(words.title, words.action, uri, data) };
    })(undefined);
  });

  /** While nothing was evaluated, the setting leaves it to be asked for, and there is something to evaluate. */
  const offersEvaluation = async (text: string): Promise<boolean> => {
    const { workspace } = documents;
    if (workspace.settings.engine !== 'model' || !commands.has(Commands.evaluate)) return false;
    if (!(await workspace.trees.hasTree())) return false;
    return !workspace.trees.wasAsked(text);
  };

  const spaceLens = (uri: string, space: number, lens: CodeLens): CodeLens | undefined => {
    const opened = documents.get(uri);
    const found = opened && dumpLens(documents.workspace.dumpDocument(uri, opened.text), space);
    if (!found) return undefined;
    const { title, target } = found;
    if (!commands.has(Commands.show)) return { ...lens, command: { title, command: '' } };
    const place = target === undefined ? [viewUri(uri, space, found.name), 0] : [uri, opened.index.lineAt(target)];
    return { ...lens, command: { title, command: Commands.show, arguments: place } };
  };

  const command = (title: string, action: 'compare' | 'review' | 'none', uri: string, data: PatchLensData): Command => {
    const id = action === 'none' ? '' : Commands[action];
    if (id === '' || !commands.has(id)) return { title, command: '' };
    return {
      title,
      command: id,
      arguments: action === 'compare' && 'patch' in data ? [uri, undefined, data.patch] : [uri],
    };
  };
}
