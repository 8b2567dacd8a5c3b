import path from 'node:path';
import { ConfigurationTarget, Uri, workspace } from 'vscode';
import type { Settings } from '../../server/src/protocol.ts';

export const SECTION = 'qemuMemoryReview';

export function readSettings(): Settings {
  const section = workspace.getConfiguration(SECTION);
  return {
    machines: section.get('machines', []),
    builtInMachines: section.get('builtInMachines', 'auto'),
    machinesBesidePatch: section.get('machinesBesidePatch', true),
    core: section.get('core', ''),
    source: section.get('source', ''),
    engine: section.get('engine', 'model'),
    inlayHints: { sizes: section.get('inlayHints.sizes', true) },
    diagnostics: { map: section.get('diagnostics.map', true) },
    checks: section.get('checks', {}),
  };
}

/** Adds dumps to the workspace's setting, or to the user's where no folder is open. Returns how many were new. */
export async function addMachinePaths(uris: readonly Uri[]): Promise<number> {
  const target = workspace.workspaceFolders?.length ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  const before = pathsIn(target);
  const known = new Set(before.flatMap(meanings));
  const added = uris.filter((uri) => !known.has(uri.toString()));
  if (added.length) await writePaths(target, [...before, ...added.map(pathFor)]);
  return added.length;
}

/** Takes a dump out of every setting that names it. Returns whether one did. */
export async function removeMachinePath(uri: Uri): Promise<boolean> {
  let removed = false;
  for (const target of [ConfigurationTarget.Workspace, ConfigurationTarget.Global]) {
    const before = pathsIn(target);
    const after = before.filter((entry) => !meanings(entry).includes(uri.toString()));
    if (after.length === before.length) continue;
    await writePaths(target, after);
    removed = true;
  }
  return removed;
}

function pathsIn(target: ConfigurationTarget): readonly string[] {
  const found = workspace.getConfiguration(SECTION).inspect<readonly string[]>('machines');
  return (target === ConfigurationTarget.Global ? found?.globalValue : found?.workspaceValue) ?? [];
}

/** Sets the core for dumps, in the workspace where one is open; '' takes the setting away. */
export async function writeCore(core: string): Promise<void> {
  const target = workspace.workspaceFolders?.length ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await workspace.getConfiguration(SECTION).update('core', core || undefined, target);
}

async function writePaths(target: ConfigurationTarget, paths: readonly string[]): Promise<void> {
  await workspace.getConfiguration(SECTION).update('machines', paths.length ? paths : undefined, target);
}

/** As the setting keeps it: relative to its workspace folder, with forward slashes, or absolute. */
function pathFor(uri: Uri): string {
  return workspace.getWorkspaceFolder(uri) ? workspace.asRelativePath(uri, false) : uri.fsPath;
}

/** The files that an entry of the setting may mean. */
function meanings(entry: string): string[] {
  if (path.isAbsolute(entry)) return [Uri.file(entry).toString()];
  return (workspace.workspaceFolders ?? []).map((folder) => Uri.joinPath(folder.uri, entry).toString());
}

/** Names the tree of QEMU: in the workspace's settings, or in the user's where no folder is open. */
export async function setSource(path: string): Promise<void> {
  const target = workspace.workspaceFolders?.length ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await workspace.getConfiguration(SECTION).update('source', path, target);
}
