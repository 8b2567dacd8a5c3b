import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Qemu } from '../host/types.ts';
import { type Captured, type CaptureParams, type CommandWords, Requests } from '../protocol.ts';
import { capturedInWords } from '../report/captured.ts';
import { shellWords } from '../text/shell-words.ts';
import { captureRunning, captureStopped } from '../workspace/capture.ts';
import { pathOf } from '../workspace/uris.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { signalOf } from './signal.ts';

/** Dumps of QEMUs, on request alone, in a trusted workspace alone. What fails is a sentence for the user. */
export function capture(connection: Connection, workspace: Workspace, qemu: Qemu): void {
  connection.onRequest(
    Requests.commandWords,
    async ({ text }: { text: string }): Promise<CommandWords> => shellWords(text),
  );
  connection.onRequest(Requests.capture, async (params: CaptureParams, token): Promise<Captured> => {
    if (!workspace.trusted) return { error: 'This workspace is not trusted: no program is run and no QEMU is asked.' };
    const signal = signalOf(token);
    const uri = params.folder ?? workspace.folders.find((folder) => folder.startsWith('file:'));
    const options = { signal, ...(uri === undefined ? {} : { folder: pathOf(uri) }) };
    const [program, ...args] = params.command ?? [];
    try {
      const dump =
        params.socket !== undefined
          ? await captureRunning(qemu, params.socket, options)
          : await captureStopped(qemu, program ?? '', args, options);
      return { text: dump.text, summary: capturedInWords(dump) };
    } catch (error) {
      if (signal.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      return { error: error instanceof Error ? error.message : String(error) };
    }
  });
}
