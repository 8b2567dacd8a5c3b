import { type Disposable, EventEmitter, type TextEditor, type Uri, window, workspace } from 'vscode';
import { isPatch } from './languages.ts';

/** The patch that the view shows: that of the active editor, or the last one while other things are looked at. */
export class CurrentPatch implements Disposable {
  private readonly changes = new EventEmitter<void>();
  readonly onDidChange = this.changes.event;
  private readonly subscriptions: Disposable[];
  private current: Uri | undefined;

  constructor() {
    this.subscriptions = [
      this.changes,
      window.onDidChangeActiveTextEditor((editor) => this.follow(editor)),
      // A language chosen by hand, or found late, closes and opens the document.
      workspace.onDidOpenTextDocument((document) => {
        if (document === window.activeTextEditor?.document) this.follow(window.activeTextEditor);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === 'untitled' && uri.toString() === this.current?.toString()) this.set(undefined);
      }),
    ];
    this.follow(window.activeTextEditor);
  }

  get uri(): Uri | undefined {
    return this.current;
  }

  set(uri: Uri | undefined): void {
    if (uri?.toString() === this.current?.toString()) return;
    this.current = uri;
    this.changes.fire();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private follow(editor: TextEditor | undefined): void {
    if (editor && isPatch(editor.document)) this.set(editor.document.uri);
  }
}
