import type { CancellationToken, Connection } from 'vscode-languageserver';
import {
  type BuildsProgress,
  type BuildTypes,
  Commands,
  type CompareBuildsParams,
  type ComparedBuilds,
  type CompareTarget,
  Notifications,
  Requests,
  type TreeItem,
} from '../protocol.ts';
import { summary } from '../report/builds/text.ts';
import { buildsEntries, TYPE, typeId } from '../report/builds/tree.ts';
import { sayDumps } from '../report/difference/say.ts';
import { shellWords } from '../text/shell-words.ts';
import { dumpKey, dumpUri, FORGOTTEN, runUri } from '../workspace/build-runs.ts';
import type { Builds } from '../workspace/builds.ts';
import { differenceUris } from '../workspace/differences.ts';
import { readVirtualUri } from '../workspace/uris.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { differenceItems } from './differences.ts';
import { signalOf } from './signal.ts';

/** QEMUs that run at a time. */
const JOBS = 4;
const TIMEOUT_MS = 30_000;
const UNTRUSTED = 'No program is run in a workspace that is not trusted.';

/** qemuMemoryReview/compareBuilds and /buildTypes. What goes wrong is an answer: the sentence that says what. */
export function compareBuilds(connection: Connection, workspace: Workspace, builds: Builds): void {
  connection.onRequest(
    Requests.compareBuilds,
    async (params: CompareBuildsParams, token: CancellationToken): Promise<ComparedBuilds> => {
      try {
        if (!workspace.trusted) throw new Error(UNTRUSTED);
        return await run(connection, workspace, builds, params, signalOf(token));
      } catch (error) {
        return { uri: '', summary: messageOf(error), failed: true };
      }
    },
  );
  connection.onRequest(
    Requests.buildTypes,
    async ({ build }: { build: string }, token: CancellationToken): Promise<BuildTypes> => {
      try {
        if (!workspace.trusted) throw new Error(UNTRUSTED);
        return { names: await builds.typeNames(build, signalOf(token)) };
      } catch (error) {
        return { names: [], error: messageOf(error) };
      }
    },
  );
}

async function run(
  connection: Connection,
  workspace: Workspace,
  builds: Builds,
  { token, before, after, beforeArgs, afterArgs, machines }: CompareBuildsParams,
  signal: AbortSignal,
): Promise<ComparedBuilds> {
  const dumps = new Map<string, { before: string; after: string }>();
  const report = await builds.compare(
    {
      before: { build: before, args: words(beforeArgs) },
      after: { build: after, args: words(afterArgs) },
      machines: machines ? { names: machines } : { all: true },
      jobs: JOBS,
      timeoutMs: TIMEOUT_MS,
      signal,
      progress: ({ done, total, target, machine }) => {
        const progress: BuildsProgress = { token, done, total, label: `${target} ${machine}` };
        void connection.sendNotification(Notifications.buildsProgress, progress);
      },
    },
    (name, old, now) => {
      dumps.set(dumpKey(name), { before: old, after: now });
      return workspace.compareTexts(name, old, now);
    },
  );
  const kept = workspace.builds.keep(crypto.randomUUID(), report, dumps);
  return { uri: runUri(kept), summary: summary(report), failed: false };
}

function words(text: string | undefined): readonly string[] {
  const read = shellWords(text ?? '');
  if ('error' in read) throw new Error(read.error);
  return read.words;
}

/** The run that a URI names, if it does. */
export function buildsAt(uri: string): string | undefined {
  const virtual = readVirtualUri(uri);
  return virtual?.kind === 'builds' ? virtual.run : undefined;
}

/** The nodes of two builds in the view "Memory Review"; below a machine type, those of its two dumps. */
export async function buildsTree(
  workspace: Workspace,
  uri: string,
  run: string,
  path: readonly (string | number)[],
): Promise<TreeItem[]> {
  const kept = workspace.builds.find(run);
  if (!kept) return [{ node: '[]', label: FORGOTTEN, icon: 'info', children: 'none' }];
  const { report } = kept;
  const [root, id, ...below] = path;
  const type = root === TYPE ? report.changed.find((one) => typeId(one) === id) : undefined;
  if (type) {
    const uris = { before: dumpUri(run, 'before', type), after: dumpUri(run, 'after', type) };
    const said = sayDumps(await workspace.compareDumps(uris.before, uris.after));
    return differenceItems(workspace, said, uris, [TYPE, typeId(type)], below);
  }
  return buildsEntries(report, path).map(({ path: own, ...entry }) => ({
    ...entry,
    node: JSON.stringify(own),
    ...(own[0] === TYPE ? { command: compareCommand(uri, String(own[1])) } : {}),
    ...(own.length === 1 ? { open: { uri } } : {}),
  }));
}

const compareCommand = (uri: string, type: string) => ({
  title: 'Compare Before and After',
  command: Commands.compare,
  arguments: [uri, type],
});

/** Both documents of each machine type that differs. */
export function buildsTargets(workspace: Workspace, run: string): CompareTarget[] {
  const changed = workspace.builds.find(run)?.report.changed ?? [];
  return changed.map((type) => {
    const side = (which: 'before' | 'after') => ({
      uri: dumpUri(run, which, type),
      label: `${type.machine} ${which}`,
    });
    const { before, after } = differenceUris(side('before'), side('after'));
    const label = `${type.target} ${type.machine}`;
    const { summary: says } = type.said;
    return { machine: typeId(type), label, description: says, title: `${label}: ${says}`, before, after };
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
