import type { Connection } from 'vscode-languageserver';
import { type CompareCoresParams, type CompareTarget, type CoreInfo, type CoreOfDump, Requests } from '../protocol.ts';
import { coreNews } from '../report/behaviour.ts';
import { arrow } from '../report/figures.ts';
import { machineFacts } from '../report/machines.ts';
import { CORE_VERSIONS, type CoreVersion, coreVersion } from '../workspace/cores.ts';
import { coreSides } from '../workspace/sides.ts';
import type { Documents } from './documents.ts';
import type { Guard } from './guard.ts';

/** The cores that there are, the one of a dump, and a dump under two of them. */
export function cores(connection: Connection, { workspace }: Documents, guard: Guard): void {
  connection.onRequest(
    Requests.cores,
    guard([], (): CoreInfo[] => CORE_VERSIONS.map(coreInfo).reverse()),
  );
  connection.onRequest(
    Requests.coreOf,
    guard(null, async ({ uri }: { uri: string }): Promise<CoreOfDump | null> => {
      const { machine } = workspace.dump(uri, await workspace.text(uri));
      if (machine.machine.topology.addressSpaces.length === 0) return null;
      const { core, why } = workspace.coreOf(machine);
      return { ...coreInfo(core), why };
    }),
  );
  connection.onRequest(
    Requests.compareCores,
    guard(null, async (params: CompareCoresParams): Promise<CompareTarget | null> => {
      const { machine } = workspace.dump(params.uri, await workspace.text(params.uri));
      const [before, after] = [coreVersion(params.before), coreVersion(params.after)];
      if (!before || !after) return null;
      const { before: a, after: b } = workspace.compareCores(machine, before, after);
      const views = arrow(a.totals.flatViews, b.totals.flatViews);
      return {
        machine: machine.id,
        label: machine.label,
        description: `FlatViews ${views} · ${machineFacts(machine)}`,
        ...coreSides(params.uri, before, after),
        title: `${machine.label}: FlatViews ${views} (core ${before.name} -> ${after.name})`,
      };
    }),
  );
}

const coreInfo = (core: CoreVersion): CoreInfo => ({
  name: core.name,
  title: core.title,
  description: coreNews(core),
});
