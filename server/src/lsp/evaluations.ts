import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { type Evaluated, type EvaluationProgress, Notifications, Requests } from '../protocol.ts';
import { evaluatedSummary } from '../report/evaluated/summary.ts';
import type { LoadedMachine, Workspace } from '../workspace/workspace.ts';
import { signalOf } from './signal.ts';

/** So long after the last change of a text its evaluation begins. */
const DELAY_MS = 400;

/**
 * Evaluations of the patches that an editor shows: on request, and by themselves where the setting `engine` asks for it
 * or somebody asked for this patch before. One at a time for a patch; what its text no longer is is cancelled.
 */
export class PatchEvaluations {
  private readonly running = new Map<string, { readonly text: string; readonly stop: AbortController }>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly asked = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly workspace: Workspace,
    private readonly changed: () => void,
  ) {
    connection.onRequest(Requests.evaluate, async ({ uri }: { uri: string }, token: CancellationToken) => {
      this.asked.add(uri);
      const signal = signalOf(token);
      try {
        return await this.run(uri, signal);
      } catch (error) {
        if (signal.aborted) {
          // who cancels it does not want it again by itself
          this.asked.delete(uri);
          throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
        }
        const summary = error instanceof Error ? error.message : String(error);
        return { summary, failed: true, needsTree: false } satisfies Evaluated;
      }
    });
  }

  /** Something of a patch is shown: it is evaluated soon, if it is to be and has not been. */
  want(uri: string): void {
    if (this.timers.has(uri)) return;
    if (this.workspace.settings.engine === 'model' && !this.asked.has(uri)) return;
    this.timers.set(
      uri,
      setTimeout(() => {
        this.timers.delete(uri);
        void this.runAlone(uri).catch((error: unknown) => this.connection.console.warn(String(error)));
      }, DELAY_MS),
    );
  }

  /** The text changed: what runs is stale, and what waits begins to wait again. */
  edited(uri: string): void {
    this.running.get(uri)?.stop.abort();
    if (!this.timers.has(uri)) return;
    clearTimeout(this.timers.get(uri));
    this.timers.delete(uri);
    this.want(uri);
  }

  forget(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.timers.delete(uri);
    this.asked.delete(uri);
    this.running.get(uri)?.stop.abort();
  }

  private async runAlone(uri: string): Promise<void> {
    const { text } = await this.workspace.patch(uri);
    const running = this.running.get(uri);
    if (running?.text === text) return;
    running?.stop.abort();
    const review = await this.workspace.review(uri);
    if (this.workspace.trees.evaluated(text, review)?.complete) return;
    const stop = new AbortController();
    this.running.set(uri, { text, stop });
    try {
      await this.run(uri, stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    } finally {
      if (this.running.get(uri)?.stop === stop) this.running.delete(uri);
    }
  }

  private async run(uri: string, signal: AbortSignal): Promise<Evaluated> {
    const { workspace, connection } = this;
    const patch = await workspace.patch(uri);
    const review = await workspace.review(uri);
    const evaluated = await workspace.trees.evaluateReview(patch, review, review.machines as readonly LoadedMachine[], {
      signal,
      progress: (progress) => {
        const sent: EvaluationProgress = { uri, ...progress };
        void connection.sendNotification(Notifications.evaluationProgress, sent);
        if (progress.done > 0) this.changed();
      },
    });
    this.changed();
    return evaluatedSummary(review, evaluated);
  }
}
