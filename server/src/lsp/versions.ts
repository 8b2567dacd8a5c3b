import type { Connection } from 'vscode-languageserver';
import { type ComparedVersions, type CompareVersionsParams, Requests, type TreeItem } from '../protocol.ts';
import { sayRangeDiff } from '../report/range-diff/say.ts';
import { versionsTree } from '../report/range-diff/tree.ts';
import { LineIndex } from '../text/line-index.ts';
import { rangeDiffUri } from '../workspace/range-diffs.ts';
import { readVirtualUri, type VirtualDocument } from '../workspace/uris.ts';
import type { Workspace } from '../workspace/workspace.ts';

type RangeDiffDocument = Extract<VirtualDocument, { kind: 'range-diff' }>;

/** The comparison of two versions of a series that a URI names, if it does. */
export function versionsAt(uri: string): RangeDiffDocument | undefined {
  const virtual = readVirtualUri(uri);
  return virtual?.kind === 'range-diff' ? virtual : undefined;
}

/** qemuMemoryReview/compareVersions. Texts that have no two versions are an answer too: the sentence that says so. */
export function compareVersions(connection: Connection, workspace: Workspace): void {
  connection.onRequest(Requests.compareVersions, async (params: CompareVersionsParams): Promise<ComparedVersions> => {
    const { old, now } = params;
    try {
      const diff = await workspace.rangeDiff(old, now);
      const { title, summary } = sayRangeDiff(diff);
      return { uri: rangeDiffUri(old, now, diff.versions), title, summary, failed: false };
    } catch (error) {
      return { uri: '', title: '', summary: error instanceof Error ? error.message : String(error), failed: true };
    }
  });
}

/** The nodes of a comparison of two versions in the view "Memory Review". */
export async function versionsNodes(
  workspace: Workspace,
  { before, after, oldSeries, nowSeries }: RangeDiffDocument,
  path: readonly (string | number)[],
): Promise<TreeItem[]> {
  const diff = await workspace.rangeDiff(before, after, { old: oldSeries, now: nowSeries });
  const index = async (uri: string): Promise<LineIndex> => new LineIndex((await workspace.patch(uri)).text);
  const texts = {
    old: { uri: before, index: await index(before) },
    now: { uri: after, index: await index(after) },
  };
  return versionsTree(diff, path).map(({ path: own, place, ...entry }) => {
    const text = place && texts[place.side];
    const open = text ? { open: { uri: text.uri, line: text.index.lineAt(place.range.start) } } : {};
    return { ...entry, node: JSON.stringify(own), ...open };
  });
}
