import { printFlatView } from '../machine/print/print-flatviews.ts';
import type { CoreVersion } from '../memory/behaviour.ts';
import { coreVersion } from '../memory/core-versions.ts';
import type { Snapshot } from '../memory/flat-view.ts';
import type { DecodedPatch, PatchSet } from '../patch/model.ts';
import { buildsMarkdown } from '../report/builds/markdown.ts';
import { differenceMarkdown } from '../report/difference/markdown.ts';
import { sayDumps } from '../report/difference/say.ts';
import { sideOfDifference } from '../report/difference/side-text.ts';
import { followedText } from '../report/evaluated/followed.ts';
import { EVALUATED, notEvaluated, stopSentence } from '../report/evaluated/words.ts';
import { sayRangeDiff } from '../report/range-diff/say.ts';
import { rangeDiffMarkdown } from '../report/range-diff/text.ts';
import { isRuleCode, rulePage } from '../report/rules.ts';
import { sideText } from '../report/side-text.ts';
import type { EvaluatedPatch } from '../review/evaluated/model.ts';
import type { Comparison, Review } from '../review/model.ts';
import type { Versions } from '../review/range-diff/choose.ts';
import type { RangeDiff } from '../review/range-diff/model.ts';
import { type BuildRuns, FORGOTTEN } from './build-runs.ts';
import type { BuiltIns } from './built-ins.ts';
import type { ComparedDumps } from './differences.ts';
import type { LoadedMachine } from './machines.ts';
import type { PatchText } from './patch-text.ts';
import type { PatchTrees } from './patch-trees.ts';
import { fileName, type VirtualDocument } from './uris.ts';

/** What virtual documents are made from: the workspace. */
export interface Sources {
  readonly builds: BuildRuns;
  readonly builtIns: BuiltIns;
  text(uri: string): Promise<string>;
  readonly trees: Pick<PatchTrees, 'fileSides' | 'evaluate' | 'follow'>;
  patch(uri: string): Promise<PatchText>;
  decoded(uri: string): Promise<DecodedPatch | undefined>;
  machine(id: string): Promise<LoadedMachine | undefined>;
  dump(uri: string, text: string): { readonly machine: LoadedMachine; readonly snapshot: Snapshot };
  compareCores(machine: LoadedMachine, before: CoreVersion, after: CoreVersion): Comparison;
  compareDumps(before: string, after: string): Promise<ComparedDumps>;
  rangeDiff(before: string, after: string, versions: Versions): Promise<RangeDiff>;
  reviewText(text: string, set: PatchSet, machines: readonly LoadedMachine[]): Review;
}

/** One side of the views that the patched C itself makes. */
function evaluatedSide(evaluated: EvaluatedPatch, side: 'before' | 'after'): string {
  if ('reason' in evaluated) throw new Error(notEvaluated(evaluated));
  const [run] = evaluated.machines;
  if (run?.comparison) return sideText(run.comparison, side);
  const stop = run?.[side]?.stop ?? run?.before?.stop ?? run?.after?.stop;
  throw new Error(stop ? stopSentence(stop) : (run?.refused ?? 'There are no FlatViews to show.'));
}

type Kind = VirtualDocument['kind'];
type Of<K extends Kind> = Extract<VirtualDocument, { kind: K }>;

/** How the text of each kind of virtual document is made. Each rejects with a sentence where it cannot be. */
const MAKERS: { readonly [K in Kind]: (from: Sources, document: Of<K>) => Promise<string> } = {
  'built-in': (from, { id }) => from.builtIns.text(id),
  decoded: async (from, { of: original }) => {
    const decoded = await from.decoded(original);
    if (!decoded) throw new Error(`${fileName(original)} no longer holds a patch that would have to be decoded.`);
    return decoded.text;
  },
  rule: async (_, { code }) => {
    if (!isRuleCode(code)) throw new Error('This address names a rule that is not known.');
    return rulePage(code);
  },
  file: async (from, { patch, index, file, side }) => {
    const sides = await from.trees.fileSides(await from.patch(patch), { patch: index, file });
    if (!('after' in sides)) throw new Error(sides.reason);
    return sides[side];
  },
  followed: async (from, { patch, index, machine: id, space, side }) => {
    const machine = await from.machine(id);
    const name = machine?.machine.topology.addressSpaces[space]?.name;
    if (!machine || name === undefined)
      throw new Error(`The machine ${fileName(id)} is gone, or has no such address space.`);
    const found = await from.trees.follow(await from.patch(patch), index, machine, space, side);
    if ('reason' in found) throw new Error(notEvaluated({ aside: false, ...found }));
    const { followed, files, stop } = found;
    if (!followed) throw new Error(stop ? stopSentence(stop) : 'There is no way to follow.');
    const lines = new Map<string, readonly string[]>();
    return followedText(
      [`The way of the address space "${name}" on ${machine.label}, ${EVALUATED}`],
      followed,
      (path, line) => {
        const text = lines.get(path) ?? (files.get(path) ?? '').split('\n');
        lines.set(path, text);
        return text[line - 1];
      },
    );
  },
  view: async (from, { dump, space }) => {
    const view = from.dump(dump, await from.text(dump)).snapshot.viewOf[space];
    if (!view) throw new Error(`${fileName(dump)} no longer has this address space.`);
    return printFlatView(view, { dispatch: true });
  },
  views: async (from, { patch, machine: id, index, whole, side, engine }) => {
    const { set, text } = await from.patch(patch);
    const machine = await from.machine(id);
    if (!machine) throw new Error(`The machine ${fileName(id)} is gone or cannot be read.`);
    if (engine === 'source') {
      const own = whole ? from.reviewText(text, set, [machine]).series[index]?.series.patches : [index];
      return evaluatedSide(await from.trees.evaluate({ text, set }, own ?? [], [machine]), side);
    }
    const { patches, series } = from.reviewText(text, set, [machine]);
    const reviewed = whole ? series[index]?.whole : patches.find((review) => review.index === index);
    const [result] = reviewed?.machines ?? [];
    if (!result?.comparison)
      throw new Error(result?.refused ?? 'The patch is not recognised: there are no FlatViews to show.');
    return sideText(result.comparison, side);
  },
  'core-views': async (from, { dump, before, after, side }) => {
    const { machine } = from.dump(dump, await from.text(dump));
    const [old, now] = [coreVersion(before), coreVersion(after)];
    if (!old || !now) throw new Error('This address names a core that is not known.');
    return sideText(from.compareCores(machine, old, now), side);
  },
  dump: async (from, { before, after, side }) =>
    sideOfDifference((await from.compareDumps(before, after)).difference, side),
  difference: async (from, { before, after }) => differenceMarkdown(sayDumps(await from.compareDumps(before, after))),
  'range-diff': async (from, { before, after, oldSeries, nowSeries }) =>
    rangeDiffMarkdown(sayRangeDiff(await from.rangeDiff(before, after, { old: oldSeries, now: nowSeries }))),
  captured: async (from, document) => from.builds.dump(document.run, document.side, document),
  builds: async (from, { run: id }) => {
    const run = from.builds.find(id);
    if (!run) throw new Error(FORGOTTEN);
    return buildsMarkdown(run.report);
  },
};

/** The text of a virtual document. */
export function makeContent(from: Sources, document: VirtualDocument): Promise<string> {
  // a maker takes documents of the kind that it stands under
  const make = MAKERS[document.kind] as (from: Sources, document: VirtualDocument) => Promise<string>;
  return make(from, document);
}
