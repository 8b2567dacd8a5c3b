import {
  commands,
  type Disposable,
  type LogOutputChannel,
  type Memento,
  Position,
  Range,
  Uri,
  window,
  workspace,
} from 'vscode';
import { Commands, type CompareTarget, type TreeItem } from '../../server/src/protocol.ts';
import { captureMachine } from './capture-machine.ts';
import type { Session } from './client.ts';
import { compareBuilds } from './compare-builds.ts';
import { compareDumps } from './compare-dumps.ts';
import { compareFile } from './compare-file.ts';
import { compareVersions } from './compare-versions.ts';
import { chooseCore, compareCores } from './core-commands.ts';
import type { CurrentPatch } from './current-patch.ts';
import { evaluate } from './evaluate.ts';
import { chooseHoverMachine, follow } from './follow.ts';
import { isOurs, isPatch, mayBeRecord } from './languages.ts';
import { addMachines, removeMachine } from './machine-commands.ts';
import { openSeries } from './open-series.ts';
import { REVIEW_VIEW } from './review-view.ts';

export function registerCommands(
  session: Session,
  patch: CurrentPatch,
  output: LogOutputChannel,
  memory: Memento,
): Disposable[] {
  const table: Record<string, (...args: never[]) => unknown> = {
    [Commands.review]: (target?: unknown) => review(session, patch, target),
    [Commands.compare]: (...args: unknown[]) => compare(session, patch, args),
    [Commands.show]: (uri?: unknown, line?: unknown) => show(uri, line),
    [Commands.openAsPatch]: (target?: unknown) => openAsPatch(session, target),
    [Commands.evaluate]: (target?: unknown) => evaluateAt(session, patch, target),
    'qemuMemoryReview.follow': (target?: unknown) => followAt(session, patch, target),
    'qemuMemoryReview.chooseHoverMachine': (target?: unknown) => hoverMachineAt(session, patch, target),
    'qemuMemoryReview.addMachines': addMachines,
    'qemuMemoryReview.capture': () => captureMachine(session, memory),
    'qemuMemoryReview.removeMachine': (machine?: never) => removeMachine(session, machine),
    'qemuMemoryReview.compareDumps': (...args: unknown[]) => compareDumps(session, patch, args[0], args[1]),
    'qemuMemoryReview.compareBuilds': () => compareBuilds(session, patch, memory),
    'qemuMemoryReview.compareFile': (target?: unknown) => compareFileAt(session, patch, target),
    'qemuMemoryReview.compareVersions': (target?: unknown) => compareVersions(session, patch, target),
    'qemuMemoryReview.openSeries': () => openSeries(session),
    'qemuMemoryReview.compareCores': () => compareCores(session),
    'qemuMemoryReview.chooseCore': () => chooseCore(session),
    'qemuMemoryReview.showOutput': () => output.show(true),
    'qemuMemoryReview.restartServer': () => session.restart(),
  };
  return Object.entries(table).map(([id, run]) =>
    commands.registerCommand(id, async (...args: never[]) => {
      try {
        await run(...args);
      } catch (error) {
        output.error(`${id}: ${String(error)}`);
        void window.showErrorMessage(`QEMU Memory Review: ${error instanceof Error ? error.message : String(error)}`);
      }
    }),
  );
}

async function review(session: Session, patch: CurrentPatch, target: unknown): Promise<void> {
  const uri = await patchFor(session, patch, target);
  if (!uri) return;
  patch.set(uri);
  await commands.executeCommand(`${REVIEW_VIEW}.focus`);
}

/** [patchUri, machineId?, patchIndex?, seriesIndex?], or a node of the view, whose own command has these arguments. */
async function compare(session: Session, patch: CurrentPatch, args: readonly unknown[]): Promise<void> {
  const own = (args[0] as TreeItem | undefined)?.command;
  const [target, machine, index, series] = own?.command === Commands.compare ? own.arguments : args;
  const uri = await patchFor(session, patch, target);
  if (!uri) return;
  const one = typeof machine === 'string';
  const only = {
    ...(typeof index === 'number' ? { patch: index } : {}),
    ...(typeof series === 'number' ? { series } : {}),
  };
  const targets = await session.ask('compareTargets', { uri: uri.toString(), ...only });
  const chosen = one ? targets.find((candidate) => candidate.machine === machine) : await pick(targets);
  if (chosen) {
    await commands.executeCommand('vscode.diff', Uri.parse(chosen.before), Uri.parse(chosen.after), chosen.title);
  } else if (one && targets.length) {
    void window.showWarningMessage('This machine is no longer here.');
  } else if (!targets.length) {
    const text = 'There is nothing to compare: the patch changes no FlatViews that are known, or there is no machine.';
    void window.showInformationMessage(text);
  }
}

/** The file under the cursor where the patch is in the active editor. */
async function compareFileAt(session: Session, patch: CurrentPatch, target: unknown): Promise<void> {
  const uri = await patchFor(session, patch, target);
  if (uri) await compareFile(session, uri, lineIn(uri));
}

/** The line of the cursor where the document is in the active editor. */
function lineIn(uri: Uri): number | undefined {
  const editor = window.activeTextEditor;
  return editor && editor.document.uri.toString() === uri.toString() ? editor.selection.active.line : undefined;
}

async function followAt(session: Session, patch: CurrentPatch, target: unknown): Promise<void> {
  const uri = await patchFor(session, patch, target);
  if (uri) await follow(session, uri, lineIn(uri));
}

async function hoverMachineAt(session: Session, patch: CurrentPatch, target: unknown): Promise<void> {
  const uri = await patchFor(session, patch, target);
  if (uri) await chooseHoverMachine(session, uri);
}

async function evaluateAt(session: Session, patch: CurrentPatch, target: unknown): Promise<void> {
  const uri = await patchFor(session, patch, target);
  if (!uri) return;
  patch.set(uri);
  await evaluate(session, uri);
}

async function pick(targets: readonly CompareTarget[]): Promise<CompareTarget | undefined> {
  if (targets.length < 2) return targets[0];
  const items = targets.map((target) => ({ label: target.label, description: target.description, target }));
  const options = { placeHolder: 'Machine to compare Before and After on', matchOnDescription: true };
  return (await window.showQuickPick(items, options))?.target;
}

async function openAsPatch(session: Session, target: unknown): Promise<void> {
  const active = window.activeTextEditor?.document;
  const uri = uriOf(target) ?? (active && isOurs(active) ? active.uri : undefined);
  const found = uri && (await session.ask('patchOf', { uri: uri.toString() }));
  if (!found) {
    void window.showInformationMessage('Open a Patchwork record (the JSON of its API) or an encoded mail first.');
    return;
  }
  await window.showTextDocument(await workspace.openTextDocument(Uri.parse(found.uri)));
}

async function show(target: unknown, line: unknown): Promise<void> {
  const uri = uriOf(target);
  if (!uri) return;
  const at = new Position(typeof line === 'number' ? line : 0, 0);
  await window.showTextDocument(await workspace.openTextDocument(uri), { selection: new Range(at, at) });
}

/** The patch that is meant: the given one, the active editor's, a record's, or the last one looked at. */
async function patchFor(session: Session, patch: CurrentPatch, target: unknown): Promise<Uri | undefined> {
  const given = uriOf(target);
  if (given) return given;
  const active = window.activeTextEditor?.document;
  if (active && isPatch(active)) return active.uri;
  if (active && mayBeRecord(active) && isOurs(active)) {
    const found = await session.ask('patchOf', { uri: active.uri.toString() });
    if (found) return Uri.parse(found.uri);
  }
  if (!patch.uri) void window.showInformationMessage('Open a patch first.');
  return patch.uri;
}

/** Lenses and links pass strings, menus pass Uris, buttons of a view pass nothing of use. */
function uriOf(argument: unknown): Uri | undefined {
  if (argument instanceof Uri) return argument;
  return typeof argument === 'string' && argument ? Uri.parse(argument) : undefined;
}
