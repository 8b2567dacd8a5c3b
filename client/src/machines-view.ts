import {
  type Disposable,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  type TreeView,
  Uri,
  window,
} from 'vscode';
import type { MachineInfo } from '../../server/src/protocol.ts';
import type { Session } from './client.ts';
import type { CurrentPatch } from './current-patch.ts';

const ICONS: Readonly<Record<string, string>> = {
  'built-in': 'package',
  added: 'server',
  'beside the patch': 'folder',
  open: 'edit',
};

/** The view "Machines": on what patches are reviewed, and where each machine came from. */
export class MachinesView implements TreeDataProvider<MachineInfo>, Disposable {
  private readonly changes = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly view: TreeView<MachineInfo>;
  private readonly subscriptions: Disposable[];

  constructor(
    private readonly session: Session,
    private readonly patch: CurrentPatch,
  ) {
    this.view = window.createTreeView('qemuMemoryReview.machines', { treeDataProvider: this });
    const refresh = () => this.changes.fire();
    this.subscriptions = [this.changes, this.view, session.onDidChange(refresh), patch.onDidChange(refresh)];
  }

  async getChildren(parent?: MachineInfo): Promise<MachineInfo[]> {
    if (parent) return [];
    const uri = this.patch.uri?.toString();
    return [...(await this.session.ask('machines', uri ? { uri } : {}))];
  }

  getTreeItem(machine: MachineInfo): TreeItem {
    const item = new TreeItem(machine.label);
    item.id = machine.id;
    const facts = [machine.release, machine.accelerator].filter(Boolean).join(' · ');
    const origin = machine.origin === 'added' ? '' : machine.origin;
    item.description = machine.error ? 'cannot be used' : [facts, origin].filter(Boolean).join(' · ');
    item.tooltip = [machine.label, facts, machine.origin, machine.description, machine.error]
      .filter(Boolean)
      .join('\n');
    item.iconPath = machine.error
      ? new ThemeIcon('warning', new ThemeColor('list.warningForeground'))
      : new ThemeIcon(ICONS[machine.origin] ?? 'server');
    item.contextValue = machine.removable ? 'machine.removable' : 'machine';
    item.accessibilityInformation = {
      label: [machine.label, facts, machine.origin, machine.error].filter(Boolean).join(', '),
    };
    item.command = { title: 'Open', command: 'vscode.open', arguments: [Uri.parse(machine.uri)] };
    return item;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
