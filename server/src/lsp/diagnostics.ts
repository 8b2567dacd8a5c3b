import type { Connection } from 'vscode-languageserver';
import type { Problem } from '../languages/model.ts';
import { dumpProblems } from '../languages/mtree/problems.ts';
import { isChecked } from '../languages/patch/problems.ts';
import { SCHEME } from '../protocol.ts';
import { isRuleCode } from '../report/rules.ts';
import { ruleUri } from '../workspace/uris.ts';
import { toDiagnostic } from './convert.ts';
import type { Documents } from './documents.ts';

const DELAY_MS = 50;
/** So many problems of a patch are shown. */
const MOST = 200;

/** Pushes diagnostics a little after the last change; every client understands them so. */
export class Diagnostics {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: Documents,
    /** Whether the editor can open the page of a rule from its code. */
    private readonly pages: boolean,
  ) {}

  schedule(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.timers.set(
      uri,
      setTimeout(() => void this.publish(uri), DELAY_MS),
    );
  }

  scheduleAll(): void {
    for (const document of this.documents.all.all()) this.schedule(document.uri);
  }

  clear(uri: string): void {
    clearTimeout(this.timers.get(uri));
    this.timers.delete(uri);
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  private async publish(uri: string): Promise<void> {
    this.timers.delete(uri);
    const opened = this.documents.get(uri);
    if (!opened || opened.kind === 'none') return;
    const { version } = opened.document;
    const problems = await this.problems(uri).catch((error: unknown): readonly Problem[] => {
      this.connection.console.error(String(error));
      return [];
    });
    // a stale answer is not worth showing: the change that made it so has scheduled another
    if (this.documents.all.get(uri)?.version !== version) return;
    await this.connection.sendDiagnostics({
      uri,
      version,
      diagnostics: problems
        .slice(0, opened.kind === 'dump' ? undefined : MOST)
        .map((problem) => toDiagnostic(uri, opened.index, problem, this.pageOf(problem))),
    });
  }

  private pageOf({ code }: Problem): string | undefined {
    return this.pages && isRuleCode(code) ? ruleUri(code) : undefined;
  }

  private async problems(uri: string): Promise<readonly Problem[]> {
    const opened = this.documents.get(uri);
    if (!opened) return [];
    const { workspace } = this.documents;
    if (opened.kind === 'dump') {
      if (uri.startsWith(`${SCHEME}:`)) return [];
      return dumpProblems(workspace.dumpDocument(uri, opened.text), workspace.settings.diagnostics);
    }
    const set = workspace.readPatch(opened.text);
    if (!isChecked(set)) return [];
    return workspace.patchProblems(opened.text, set, await workspace.review(uri));
  }
}
