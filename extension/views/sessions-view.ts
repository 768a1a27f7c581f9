import * as vscode from 'vscode';
import type { Item } from './model/item.ts';

export const VIEW = 'tandem.sessions';

/** How long changes are collected before the view is drawn anew, in milliseconds: a stop is several of them. */
const GATHER_MS = 50;

/** Draws what `items` says. While nobody sees it, nothing is asked. */
export class SessionsView implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  readonly #items: () => Item[];
  readonly #drawn = new vscode.EventEmitter<void>();
  readonly #view: vscode.TreeView<Item>;
  readonly #listening: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #isStale = false;
  readonly onDidChangeTreeData = this.#drawn.event;

  constructor(items: () => Item[]) {
    this.#items = items;
    this.#view = vscode.window.createTreeView(VIEW, { treeDataProvider: this });
    this.#listening = this.#view.onDidChangeVisibility(({ visible }) => {
      if (visible && this.#isStale) this.refresh();
    });
  }

  /** What is to be seen may be different now. */
  refresh(): void {
    this.#isStale = true;
    if (!this.#view.visible) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#drawn.fire();
    }, GATHER_MS);
  }

  getChildren(item?: Item): Item[] {
    if (item) return [...(item.children ?? [])];
    this.#isStale = false;
    return this.#items();
  }

  getTreeItem(item: Item): vscode.TreeItem {
    const row = new vscode.TreeItem(item.label, collapsible(item));
    const [icon, color] = item.icon;
    row.id = item.id;
    row.description = item.description;
    row.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
    row.tooltip = new vscode.MarkdownString(item.tooltip.join('\n\n'));
    row.contextValue = item.context;
    row.accessibilityInformation = { label: item.spoken };
    const { kind } = item.subject;
    if (kind === 'session' || kind === 'thread')
      row.command = { command: 'tandem.sessions.show', title: 'Show', arguments: [item] };
    return row;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listening.dispose();
    this.#view.dispose();
    this.#drawn.dispose();
  }
}

function collapsible({ children, isOpen }: Item): vscode.TreeItemCollapsibleState {
  if (!children) return vscode.TreeItemCollapsibleState.None;
  return isOpen ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}
