import { type ExtensionContext, MarkdownString, window, workspace } from 'vscode';
import { SCHEME } from '../../server/src/protocol.ts';
import { Session } from './client.ts';
import { registerCommands } from './commands.ts';
import { coreStatus } from './core-status.ts';
import { CurrentPatch } from './current-patch.ts';
import { Documents } from './documents.ts';
import { MachinesView } from './machines-view.ts';
import { ReviewView } from './review-view.ts';

let session: Session | undefined;

/** Registers everything at once and waits for nothing: a restored editor asks for its virtual document right away. */
export function activate(context: ExtensionContext): Api {
  const output = window.createOutputChannel('QEMU Memory Review', { log: true });
  session = new Session(context, output);
  const patch = new CurrentPatch();
  const documents = new Documents(session);
  const review = new ReviewView(session, patch);
  const machines = new MachinesView(session, patch);
  context.subscriptions.push(
    output,
    session,
    patch,
    documents,
    review,
    machines,
    workspace.registerFileSystemProvider(SCHEME, documents, {
      isReadonly: new MarkdownString('QEMU Memory Review writes this text; it cannot be edited.'),
      isCaseSensitive: true,
    }),
    ...coreStatus(session),
    ...registerCommands(session, patch, output, context.workspaceState),
  );
  return { session, review, machines };
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}

/** For the tests in a real VS Code; no other extension should rely on it. */
export interface Api {
  readonly session: Session;
  readonly review: ReviewView;
  readonly machines: MachinesView;
}
