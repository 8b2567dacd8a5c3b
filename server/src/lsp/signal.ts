import type { CancellationToken } from 'vscode-languageserver';

/** A signal that is aborted when a request is cancelled. */
export function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(new Error('The request was cancelled.'));
  token.onCancellationRequested(abort);
  if (token.isCancellationRequested) abort();
  return controller.signal;
}
