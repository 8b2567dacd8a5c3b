import { window } from 'vscode';

/** What the user does, in order, in the place of the editor's dialogs; a function is asked each time. */
type Dialogs = Partial<
  Record<'showQuickPick' | 'showInputBox' | 'showWarningMessage' | 'showSaveDialog' | 'showOpenDialog', unknown>
>;
const changed: (() => void)[] = [];

/** What the dialogs said, since `restoreDialogs`. */
export const asked: string[] = [];

export function answer(dialogs: Dialogs): void {
  const table = window as unknown as Record<string, unknown>;
  for (const [name, reply] of Object.entries(dialogs)) {
    const own = table[name];
    changed.push(() => {
      table[name] = own;
    });
    table[name] = async (first: unknown, options?: { detail?: string }): Promise<unknown> => {
      asked.push(`${name}: ${typeof first === 'string' ? first : ''} ${options?.detail ?? ''}`);
      return typeof reply === 'function' ? reply(first) : reply;
    };
  }
}

export function restoreDialogs(): void {
  for (const undo of changed.splice(0).reverse()) undo();
  asked.length = 0;
}
