import type { Connection } from 'vscode-languageserver';
import {
  Commands,
  type CompareDumpsParams,
  type ComparedDumps,
  type CompareTarget,
  Requests,
  type TreeItem,
} from '../protocol.ts';
import type { SaidDifference } from '../report/difference/model.ts';
import { sayDumps } from '../report/difference/say.ts';
import { type DifferenceEntry, differenceEntries } from '../report/difference/tree.ts';
import { LineIndex } from '../text/line-index.ts';
import { differenceUris } from '../workspace/differences.ts';
import { readVirtualUri, type VirtualDocument } from '../workspace/uris.ts';
import type { Workspace } from '../workspace/workspace.ts';

type Difference = Extract<VirtualDocument, { kind: 'difference' }>;

/** The comparison of two dumps that a URI names, if it does. */
export function differenceAt(uri: string): Difference | undefined {
  const virtual = readVirtualUri(uri);
  return virtual?.kind === 'difference' ? virtual : undefined;
}

/** qemuMemoryReview/compareDumps. Two dumps that cannot be compared are an answer too: the sentence that says why. */
export function compareDumps(connection: Connection, workspace: Workspace): void {
  connection.onRequest(Requests.compareDumps, async ({ before, after }: CompareDumpsParams): Promise<ComparedDumps> => {
    try {
      const compared = await workspace.compareDumps(before, after);
      const { summary } = sayDumps(compared);
      const title = `${compared.before.label} -> ${compared.after.label}: ${summary}`;
      return { ...differenceUris(compared.before, compared.after), title, summary, failed: false };
    } catch (error) {
      const summary = error instanceof Error ? error.message : String(error);
      return { difference: '', before: '', after: '', title: '', summary, failed: true };
    }
  });
}

/** The nodes of a comparison in the view "Memory Review": the two dumps, groups of findings, findings, effects. */
export async function differenceTree(
  workspace: Workspace,
  uri: string,
  { before, after }: Difference,
  [root, ...path]: readonly (string | number)[],
): Promise<TreeItem[]> {
  const compared = await workspace.compareDumps(before, after);
  const said = sayDumps(compared);
  if (root === undefined) {
    const label = `${compared.before.label} -> ${compared.after.label}`;
    const entry: DifferenceEntry = {
      path: [0],
      label,
      description: said.summary,
      tooltip: `${said.before} -> ${said.after}\n${said.summary}`,
      icon: 'diff',
      children: said.findings.length + said.counts.length > 0 ? 'expanded' : 'none',
      contextValue: 'machine',
      accessibilityLabel: `${compared.before.label} to ${compared.after.label}, ${said.summary}`,
    };
    return [{ ...(await treeItem(workspace, entry, { before, after })), command: compareCommand(uri) }];
  }
  return differenceItems(workspace, said, { before, after }, [root], path);
}

/** The nodes below those of two dumps; `base` names these two. */
export async function differenceItems(
  workspace: Workspace,
  said: SaidDifference,
  uris: { readonly before: string; readonly after: string },
  base: readonly (string | number)[],
  path: readonly (string | number)[],
): Promise<TreeItem[]> {
  const indexes = new Map<string, Promise<LineIndex>>();
  return Promise.all(differenceEntries(said, base, path).map((entry) => treeItem(workspace, entry, uris, indexes)));
}

/** Both documents, for the button "Compare Before and After". */
export async function differenceTarget(workspace: Workspace, { before, after }: Difference): Promise<CompareTarget> {
  const compared = await workspace.compareDumps(before, after);
  const { summary } = sayDumps(compared);
  const label = `${compared.before.label} -> ${compared.after.label}`;
  const uris = differenceUris(compared.before, compared.after);
  return {
    machine: DUMPS,
    label,
    description: summary,
    title: `${label}: ${summary}`,
    before: uris.before,
    after: uris.after,
  };
}

const DUMPS = 'dumps';

const compareCommand = (uri: string) => ({
  title: 'Compare Before and After',
  command: Commands.compare,
  arguments: [uri, DUMPS],
});

async function treeItem(
  workspace: Workspace,
  { path, place, ...entry }: DifferenceEntry,
  uris: { readonly before: string; readonly after: string },
  indexes: Map<string, Promise<LineIndex>> = new Map(),
): Promise<TreeItem> {
  const item = { ...entry, node: JSON.stringify(path) };
  if (!place) return item;
  const uri = uris[place.side];
  const index = indexes.get(uri) ?? workspace.text(uri).then((text) => new LineIndex(text));
  indexes.set(uri, index);
  const offset = await workspace.placeInDump(uri, place);
  return { ...item, open: { uri, ...(offset === undefined ? {} : { line: (await index).lineAt(offset) }) } };
}
