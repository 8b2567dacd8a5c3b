import type { Connection } from 'vscode-languageserver';
import {
  Commands,
  type CompareTarget,
  type ContentParams,
  type DecodedDocument,
  type MachineInfo,
  Requests,
  type TextKind,
  type TreeItem,
  type TreeParams,
} from '../protocol.ts';
import { EVALUATED } from '../report/evaluated/words.ts';
import { arrow } from '../report/figures.ts';
import { machineFacts, shortRelease } from '../report/machines.ts';
import { sourceMachine } from '../report/result-tree.ts';
import { reviewTree } from '../report/review-tree.ts';
import type { TreeEntry } from '../report/tree-entry.ts';
import { grouped } from '../text/hex.ts';
import { LineIndex } from '../text/line-index.ts';
import type { FailedMachine, LoadedMachine } from '../workspace/machines.ts';
import { patchSides, type Sided } from '../workspace/sides.ts';
import type { EvaluatedPatch, MachineReview, WholeReview, Workspace } from '../workspace/workspace.ts';
import { buildsAt, buildsTargets, buildsTree } from './builds.ts';
import { compareDumps, differenceAt, differenceTarget, differenceTree } from './differences.ts';
import type { PatchEvaluations } from './evaluations.ts';
import type { Guard } from './guard.ts';
import { compareVersions, versionsAt, versionsNodes } from './versions.ts';

/** The requests of protocol.ts. */
export function custom(
  connection: Connection,
  workspace: Workspace,
  guard: Guard,
  evaluations: PatchEvaluations,
): void {
  connection.onRequest(
    Requests.machines,
    guard(
      [],
      async (params: { uri?: string } | undefined): Promise<MachineInfo[]> =>
        (await workspace.machines(params?.uri)).map(machineInfo),
    ),
  );
  connection.onRequest(
    Requests.tree,
    guard([], async ({ uri, node }: TreeParams): Promise<TreeItem[]> => {
      if (uri === undefined) return [];
      const path = node === undefined ? [] : (JSON.parse(node) as (string | number)[]);
      const difference = differenceAt(uri);
      if (difference) return differenceTree(workspace, uri, difference, path);
      const versions = versionsAt(uri);
      if (versions) return versionsNodes(workspace, versions, path);
      const run = buildsAt(uri);
      if (run) return buildsTree(workspace, uri, run, path);
      const { text } = await workspace.patch(uri);
      const index = new LineIndex(text);
      const review = await workspace.review(uri);
      evaluations.want(uri);
      return reviewTree(review, path, workspace.trees.evaluated(text, review)).map((entry) =>
        treeItem(entry, uri, index),
      );
    }),
  );
  // a failure here is the document's text, for the reader to see
  connection.onRequest(Requests.content, async ({ uri }: ContentParams) => {
    try {
      return { text: await workspace.content(uri) };
    } catch (error) {
      return { text: `# ${error instanceof Error ? error.message : String(error)}\n` };
    }
  });
  connection.onRequest(
    Requests.compareTargets,
    guard([], async (wanted: Wanted) => compareTargets(workspace, wanted)),
  );
  compareDumps(connection, workspace);
  compareVersions(connection, workspace);
  connection.onRequest(
    Requests.textKind,
    guard({ kind: 'none' }, ({ text }: { text: string }): TextKind => ({ kind: workspace.readPatch(text).kind })),
  );
  connection.onRequest(
    Requests.patchOf,
    guard(null, async ({ uri }: { uri: string }): Promise<DecodedDocument | null> => {
      const patch = await workspace.decodedUri(uri);
      return patch === undefined ? null : { uri: patch };
    }),
  );
}

function machineInfo(machine: LoadedMachine | FailedMachine): MachineInfo {
  const { id, label, origin, uri } = machine;
  const common = { id, label, origin, uri, removable: origin === 'added' };
  if (!('machine' in machine))
    return { ...common, release: '', accelerator: '', description: '', error: machine.error };
  const { topology, release, accelerator, problems } = machine.machine;
  const [error] = topology.addressSpaces.length === 0 ? problems : [];
  return {
    ...common,
    release: release === '' ? '' : `QEMU ${shortRelease(release)}`,
    accelerator: accelerator === 'unknown' ? '' : accelerator,
    description: `${grouped(topology.addressSpaces.length)} address spaces, ${grouped(topology.regions.length)} regions`,
    ...(error ? { error: error.message } : {}),
  };
}

interface Wanted {
  readonly uri: string;
  /** Of one patch, or of one series as a whole; of every patch where neither is named. */
  readonly patch?: number;
  readonly series?: number;
}

async function compareTargets(workspace: Workspace, { uri, patch: only, series }: Wanted): Promise<CompareTarget[]> {
  const difference = differenceAt(uri);
  if (difference) return [await differenceTarget(workspace, difference)];
  if (versionsAt(uri)) return [];
  const run = buildsAt(uri);
  if (run) return buildsTargets(workspace, run);
  const review = await workspace.review(uri);
  const evaluated = workspace.trees.evaluated((await workspace.patch(uri)).text, review);
  if (series !== undefined) {
    const whole = review.series[series]?.whole;
    const sided = { patch: uri, index: series, whole: true };
    const model = whole ? targetsOf(sided, whole, whole.machines) : [];
    return [...model, ...evaluatedTargets(sided, evaluated?.series.get(series))];
  }
  return review.patches.flatMap(({ index, recognition, machines }) => {
    if (only !== undefined && index !== only) return [];
    const sided = { patch: uri, index, whole: false };
    return [...targetsOf(sided, recognition, machines), ...evaluatedTargets(sided, evaluated?.patches.get(index))];
  });
}

/** The same of the source engine: a machine's id is marked, since both engines may have it. */
function evaluatedTargets(sided: Sided, evaluated: EvaluatedPatch | undefined): CompareTarget[] {
  if (!evaluated || 'reason' in evaluated) return [];
  const cores = { before: 'source', after: 'source' };
  return evaluated.machines.flatMap((result) =>
    result.comparison ? [targetOf(sided, result, result.comparison, cores, 'source')] : [],
  );
}

function targetsOf(
  sided: Sided,
  { before, after }: Pick<WholeReview, 'before' | 'after'>,
  machines: WholeReview['machines'],
): CompareTarget[] {
  if (!before || !after) return [];
  const cores = { before: before.name, after: after.name };
  return machines.flatMap((result) =>
    result.comparison ? [targetOf(sided, result, result.comparison, cores, 'model')] : [],
  );
}

function targetOf(
  sided: Sided,
  result: MachineReview,
  comparison: NonNullable<MachineReview['comparison']>,
  cores: { readonly before: string; readonly after: string },
  engine: 'model' | 'source',
): CompareTarget {
  const { label, id } = result.machine;
  const views = arrow(comparison.before.totals.flatViews, comparison.after.totals.flatViews);
  const by = engine === 'model' ? `${cores.before} -> ${cores.after}` : EVALUATED;
  return {
    machine: engine === 'model' ? id : sourceMachine(id),
    label,
    description: `FlatViews ${views} · ${engine === 'model' ? '' : `${EVALUATED} · `}${machineFacts(result.machine)}`,
    ...patchSides(sided, result, cores, engine),
    title: `${label}${sided.whole ? ', whole series' : ''}: FlatViews ${views} (${by})`,
  };
}

function treeItem({ path, compare, offset, ...entry }: TreeEntry, uri: string, index: LineIndex): TreeItem {
  const command = compare && {
    title: 'Compare Before and After',
    command: Commands.compare,
    arguments:
      'patch' in compare ? [uri, compare.machine, compare.patch] : [uri, compare.machine, undefined, compare.series],
  };
  return {
    ...entry,
    node: JSON.stringify(path),
    ...(command ? { command } : {}),
    ...(offset === undefined ? {} : { open: { uri, line: index.lineAt(offset) } }),
  };
}
