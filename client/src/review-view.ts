import path from 'node:path';
import {
  type Disposable,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
} from 'vscode';
import type { TreeItem as Node } from '../../server/src/protocol.ts';
import type { Session } from './client.ts';
import { setContext } from './context-keys.ts';
import type { CurrentPatch } from './current-patch.ts';

export const REVIEW_VIEW = 'qemuMemoryReview.review';

const STATES: Record<Node['children'], TreeItemCollapsibleState> = {
  none: TreeItemCollapsibleState.None,
  collapsed: TreeItemCollapsibleState.Collapsed,
  expanded: TreeItemCollapsibleState.Expanded,
};

/** The view "Memory Review": patch, machines, FlatViews, ranges. The server shapes every node; this only shows them. */
export class ReviewView implements TreeDataProvider<Node>, Disposable {
  private readonly changes = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.changes.event;
  private readonly view: TreeView<Node>;
  private readonly subscriptions: Disposable[];

  constructor(
    private readonly session: Session,
    private readonly patch: CurrentPatch,
  ) {
    this.view = window.createTreeView(REVIEW_VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.changes,
      this.view,
      patch.onDidChange(() => this.refresh()),
      session.onDidChange(() => this.refresh()),
    ];
    this.refresh();
  }

  async getChildren(parent?: Node): Promise<Node[]> {
    const uri = this.patch.uri?.toString();
    if (!uri) return [];
    return [...(await this.session.ask('tree', parent ? { uri, node: parent.node } : { uri }))];
  }

  getTreeItem(node: Node): TreeItem {
    const item = new TreeItem(node.label, STATES[node.children]);
    item.id = `${this.patch.uri?.toString() ?? ''} ${node.node}`;
    if (node.description !== undefined) item.description = node.description;
    if (node.tooltip !== undefined) item.tooltip = node.tooltip;
    if (node.contextValue !== undefined) item.contextValue = node.contextValue;
    if (node.icon) item.iconPath = new ThemeIcon(node.icon, node.colour ? new ThemeColor(node.colour) : undefined);
    if (node.accessibilityLabel) item.accessibilityInformation = { label: node.accessibilityLabel };
    const command = node.command ?? placeOf(node);
    if (command) item.command = { ...command, arguments: [...command.arguments] };
    return item;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private refresh(): void {
    const { uri } = this.patch;
    this.view.description = uri ? path.posix.basename(uri.path) : '';
    setContext('hasPatch', uri !== undefined);
    this.changes.fire();
  }
}

function placeOf({ open }: Node): Node['command'] {
  if (!open) return undefined;
  const position = { line: open.line ?? 0, character: 0 };
  const options = open.line === undefined ? {} : { selection: { start: position, end: position } };
  return { title: 'Open', command: 'vscode.open', arguments: [Uri.parse(open.uri), options] };
}
