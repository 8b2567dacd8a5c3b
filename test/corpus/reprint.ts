import { formatOf, type Release } from '../../server/src/machine/formats.ts';
import type { Machine } from '../../server/src/machine/machine.ts';
import { printFlatViews } from '../../server/src/machine/print/print-flatviews.ts';
import { printTree } from '../../server/src/machine/print/print-tree.ts';
import { coreVersion } from '../../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../../server/src/memory/snapshot.ts';
import { kvmOf } from '../../server/src/report/kvm.ts';
import { blocksOf, withoutHistory } from './commands.ts';

/** Prints from the model what the command prints: regions from the tree, views as rendered. */
export function print(machine: Machine, command: string, release: Release, core: string): string {
  const options = new Set(command.split(' ').slice(2));
  const common = { format: formatOf(release), facts: machine, owners: options.has('-o') };
  if (!options.has('-f')) return printTree(machine.topology, { ...common, disabled: options.has('-D') });
  const behaviour = coreVersion(core)?.behaviour;
  if (!behaviour) throw new Error(`no core ${core}`);
  const snapshot = takeSnapshot(machine.topology, behaviour);
  const views = snapshot.views.filter((view) => view.addressSpaces.length > 0);
  const kvm = machine.accelerator === 'KVM' ? { accelerator: kvmOf(snapshot) } : {};
  return printFlatViews(views, { ...common, ...kvm, dispatch: options.has('-d') });
}

/** What must be equal: the text, or its blocks where their order, and the numbers of views, are those of a run. */
export function comparable(text: string, command: string, release: Release): string | string[] {
  const inOrder = !command.includes('-f') && formatOf(release).trees === 'per-address-space';
  return inOrder ? text : blocksOf(withoutHistory(text));
}
