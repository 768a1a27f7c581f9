import * as vscode from 'vscode';
import type { Item } from './model/item.ts';
import { type Row, Rows } from './model/rows.ts';

export const VIEW = 'tandem.sessions';

/** How long changes are collected before the view is drawn anew, in milliseconds: a stop is several of them. */
const GATHER_MS = 50;

/** Draws what `items` says, and anew only what looks different. While nobody sees it, nothing is asked. */
export class SessionsView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #items: () => Item[];
  readonly #rows = new Rows();
  readonly #drawn = new vscode.EventEmitter<Row[] | undefined>();
  readonly #view: vscode.TreeView<Row>;
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
      this.#isStale = false;
      const changed = this.#rows.update(this.#items());
      if (changed?.length !== 0) this.#drawn.fire(changed && [...changed]);
    }, GATHER_MS);
  }

  getChildren(row?: Row): Row[] {
    if (row) return [...row.below];
    this.#isStale = false;
    this.#rows.update(this.#items());
    return [...this.#rows.top];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const { item } = row;
    const drawn = new vscode.TreeItem(item.label, collapsible(item));
    const [icon, color] = item.icon;
    drawn.id = item.id;
    drawn.description = item.description;
    drawn.iconPath = new vscode.ThemeIcon(
      icon,
      color === undefined ? undefined : new vscode.ThemeColor(color),
    );
    drawn.tooltip = new vscode.MarkdownString(item.tooltip.join('\n\n'));
    drawn.contextValue = item.context;
    drawn.accessibilityInformation = { label: item.spoken };
    const { kind } = item.subject;
    if (kind === 'session' || kind === 'thread')
      drawn.command = { command: 'tandem.sessions.show', title: 'Show', arguments: [row] };
    return drawn;
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
