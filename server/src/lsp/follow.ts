import type { Connection } from 'vscode-languageserver';
import { type FollowParams, type FollowTarget, Requests } from '../protocol.ts';
import { LineIndex } from '../text/line-index.ts';
import { followedSides } from '../workspace/sides.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Guard } from './guard.ts';

/** qemuMemoryReview/followTargets: address spaces with one name and one root go one way, and are listed once. */
export function follow(connection: Connection, workspace: Workspace, guard: Guard): void {
  connection.onRequest(
    Requests.followTargets,
    guard([], async ({ uri, machine: id, line }: FollowParams): Promise<FollowTarget[]> => {
      const machine = await workspace.machine(id);
      const index = await patchAt(workspace, uri, line);
      if (!machine || index === undefined) return [];
      const groups = new Map<
        string,
        { readonly id: number; readonly name: string; readonly root: string; count: number }
      >();
      for (const { id: space, name, root } of machine.machine.topology.addressSpaces) {
        const key = JSON.stringify([name, root.id]);
        const known = groups.get(key);
        if (known) known.count++;
        else groups.set(key, { id: space, name, root: root.name, count: 1 });
      }
      return [...groups.values()].map(({ id: space, name, root, count }) => ({
        label: name,
        description: `root ${root}${count > 1 ? `, ${count} of this name and root` : ''}`,
        ...followedSides(uri, index, machine.id, space, name),
        title: `${name} on ${machine.label}: its way (Before ↔ After)`,
      }));
    }),
  );
}

/** The patch of the core at a line, or the first one. */
async function patchAt(workspace: Workspace, uri: string, line: number | undefined): Promise<number | undefined> {
  const { text } = await workspace.patch(uri);
  const lines = new LineIndex(text);
  const core = (await workspace.review(uri)).patches.filter(({ kind }) => kind === 'core');
  const here = core.find(
    ({ patch: { range } }) =>
      line !== undefined && lines.lineAt(range.start) <= line && line <= lines.lineAt(range.end),
  );
  return (here ?? core[0])?.index;
}
