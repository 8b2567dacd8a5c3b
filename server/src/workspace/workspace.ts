import { LRUCache } from 'lru-cache';
import type { Git, Host } from '../host/types.ts';
import { Dump, weighDump } from '../languages/mtree/dump.ts';
import { claimProblems } from '../languages/patch/claims.ts';
import { evaluatedProblems } from '../languages/patch/evaluated-problems.ts';
import { excerptProblems } from '../languages/patch/excerpts.ts';
import { type CheckedProblem, unrecognised } from '../languages/patch/problems.ts';
import { type DumpText, readSections } from '../machine/dump/sections.ts';
import type { CoreVersion } from '../memory/behaviour.ts';
import { coreVersion } from '../memory/core-versions.ts';
import type { Snapshot } from '../memory/flat-view.ts';
import { checkPatch, placed } from '../patch/checks/check-patch.ts';
import type { DecodedPatch, PatchProblem, PatchSet } from '../patch/model.ts';
import { readPatch } from '../patch/read-patch.ts';
import { type SeriesReading, seriesReading } from '../patch/series-problems.ts';
import type { TypeName } from '../report/builds/model.ts';
import { atLevels } from '../report/rules.ts';
import { compareSnapshots } from '../review/compare.ts';
import { type EvaluatedPatch, isEvaluated } from '../review/evaluated/model.ts';
import { withEvaluated } from '../review/evaluated/with-evaluated.ts';
import { type MessageReview, reviewMessages } from '../review/messages.ts';
import type { Comparison, Review, ReviewMachine } from '../review/model.ts';
import type { Versions } from '../review/range-diff/choose.ts';
import type { RangeDiff } from '../review/range-diff/model.ts';

export { agreements as agreementsOf } from '../review/evaluated/agreement.ts';
export type { EvaluatedPatch, EvaluatedReview, EvaluatedRuns } from '../review/evaluated/model.ts';
export type { MessageReview } from '../review/messages.ts';
export type { MachineReview, PatchReview, Review, SeriesReview, WholeReview } from '../review/model.ts';
export type { LoadedMachine } from './machines.ts';
export type { PatchText } from './patch-text.ts';

import { reviewPatches } from '../review/review.ts';
import { hasStrayBytes, readAsUtf8 } from '../text/bytes.ts';
import { contentHash } from '../text/hash.ts';
import { BuildRuns, dumpUri } from './build-runs.ts';
import { BuiltIns } from './built-ins.ts';
import { Cache } from './cache.ts';
import { makeContent } from './contents.ts';
import { type ChosenCore, ownCore } from './cores.ts';
import { type ComparedDumps, differenceOf, type MachineDifference } from './differences.ts';
import type { Evaluator } from './evaluations.ts';
import { findMachine, type ListedMachine, listMachines, loadDump, type MachineSources } from './machine-list.ts';
import { type LoadedMachine, loadMachine, machinesKey, snapshotOf, weighSnapshot } from './machines.ts';
import type { PatchText } from './patch-text.ts';
import { PatchTrees } from './patch-trees.ts';
import { chooseVersions, compareVersions, type ReviewedText } from './range-diffs.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';
import { fileName, normalUri, readVirtualUri, virtualUri, within } from './uris.ts';

/**
 * The only state: open texts, settings, machines, trust, and the one cache. Answers questions about URIs; everything
 * that it computes is pure and cached by content.
 */
export class Workspace {
  settings: Settings = DEFAULT_SETTINGS;
  folders: readonly string[] = [];
  trusted = true;
  /** The machine whose values hovers show, by its id; '': the one that changes most. */
  hoverMachine = '';
  /** Comparisons of builds that were made here. */
  readonly builds = new BuildRuns();
  private readonly open = new Map<string, string>();
  private readonly cache = new Cache();
  private readonly files = new LRUCache<string, { stamp: string; text: string }>({ max: 64 });
  private readonly hashes = new LRUCache<string, string>({
    maxSize: 8 << 20,
    sizeCalculation: (_, text) => text.length + 1,
  });
  readonly builtIns: BuiltIns;
  /** What the trees of QEMU at hand say of patches. */
  readonly trees: PatchTrees;

  /** Without `git` no repository is read, without `evaluator` nothing is evaluated. */
  constructor(
    private readonly host: Host,
    machinesFolder: string,
    { git, evaluator }: { readonly git?: Git; readonly evaluator?: Evaluator } = {},
  ) {
    this.trees = new PatchTrees(this, { host, git, evaluator, cache: this.cache });
    this.builtIns = new BuiltIns((uri) => this.readFile(uri), machinesFolder);
  }

  /** The text that an editor holds, unsaved changes included; it wins over the file. */
  setText(uri: string, text: string): void {
    this.open.set(normalUri(uri), text);
  }

  closeText(uri: string): void {
    this.open.delete(normalUri(uri));
  }

  /** Rejects with a sentence where there is no such text, or trust is wanting. */
  async text(uri: string): Promise<string> {
    const open = this.open.get(normalUri(uri));
    if (open !== undefined) return open;
    const virtual = readVirtualUri(uri);
    if (virtual) return this.content(uri);
    if (!this.trusted && !(await this.inFolders(uri))) {
      throw new Error(`${fileName(uri)} lies outside this workspace, which is not trusted; it is not read.`);
    }
    return this.readFile(uri);
  }

  /** A file's text, read again only when the file changed. */
  private async readFile(uri: string): Promise<string> {
    const stamp = await this.host.stamp(uri);
    const known = this.files.get(uri);
    if (known && stamp !== '' && known.stamp === stamp) return known.text;
    const text = await this.host.readText(uri);
    this.files.set(uri, { stamp, text });
    return text;
  }

  /** The content hash of a text, computed once for as long as the text is in use; old ones are let go. */
  hash(text: string): string {
    const known = this.hashes.get(text) ?? contentHash(text);
    this.hashes.set(text, known);
    return known;
  }

  /** Links resolved on both sides: a link in an untrusted folder must not lead out of it. */
  private async inFolders(uri: string): Promise<boolean> {
    const folders = await Promise.all(this.folders.map((folder) => this.host.realUri(folder)));
    return within(uri, this.folders) && within(await this.host.realUri(uri), folders);
  }

  /** The patch at a URI; a wrapped text counts as what it decodes to. */
  async patch(uri: string): Promise<PatchText> {
    const text = await this.text(uri);
    const original = { text, set: this.readPatch(text) };
    const { decoded } = original.set;
    return decoded ? { uri, text: decoded.text, set: decoded.set, original } : { uri, ...original, original };
  }

  /**
   * The patch that a text wraps; undefined where it wraps none. An editor replaces bytes that are not UTF-8: where the
   * file still says the same, its bytes count.
   */
  async decoded(uri: string): Promise<DecodedPatch | undefined> {
    const text = await this.text(uri);
    const { decoded } = this.readPatch(text);
    if (decoded || !text.includes('\ufffd') || !uri.startsWith('file:') || !this.open.has(normalUri(uri)))
      return decoded;
    const file = await this.readFile(uri).catch(() => '');
    return hasStrayBytes(file) && readAsUtf8(file) === text ? this.readPatch(file).decoded : undefined;
  }

  readPatch(text: string): PatchSet {
    return this.cache.get<PatchSet>(
      `patch:${this.hash(text)}`,
      () => text.length * 4 + 1000,
      () => readPatch(text),
    );
  }

  /**
   * What is wrong with a text as a patch, at the levels of the setting `checks`; places are those of the text. The
   * review is of the patch that it wraps, if it wraps one.
   */
  patchProblems(text: string, set: PatchSet, review?: Review): readonly CheckedProblem[] {
    const inside = set.decoded?.text ?? text;
    const checked = this.cache.get<readonly PatchProblem[]>(
      `checks:${this.hash(text)}`,
      (problems) => problems.length * 500 + 100,
      () => checkPatch(text, set, this.seriesReading(inside, set.decoded?.set ?? set)),
    );
    const { decoded } = set;
    const evaluated = review && this.trees.evaluated(inside, review);
    const ofReview = review
      ? [
          ...unrecognised(review, evaluated),
          ...this.messageProblems(inside, review),
          ...(evaluated ? evaluatedProblems(review, evaluated) : []),
        ]
      : [];
    const found = decoded ? ofReview.map((problem) => placed(decoded, problem)) : ofReview;
    return atLevels([...checked, ...found], this.settings.checks);
  }

  /** The series of a patch's text, and what is wrong with them; places are those of the original. */
  series({ text, set, original }: Omit<PatchText, 'uri'>): SeriesReading {
    const { series, problems } = this.seriesReading(text, set);
    const { decoded } = original.set;
    return { series, problems: decoded ? problems.map((problem) => placed(decoded, problem)) : problems };
  }

  seriesReading(text: string, set: PatchSet): SeriesReading {
    const weigh = () => 1000 + 500 * set.patches.length;
    return this.cache.get<SeriesReading>(`series:${this.hash(text)}`, weigh, () => seriesReading(text, set));
  }

  /** The virtual document of the patch that a text wraps; undefined where it wraps none. */
  async decodedUri(uri: string): Promise<string | undefined> {
    const decoded = await this.decoded(uri);
    return decoded && virtualUri(decoded.fileName, { kind: 'decoded', of: uri });
  }

  /** A patch on every machine, worst first. */
  async review(uri: string): Promise<Review> {
    const { text, set } = await this.patch(uri);
    const machines = (await this.machines(uri)).filter((machine) => 'machine' in machine);
    return this.reviewText(text, set, machines);
  }

  /** How two versions of a series differ, on the machines of the newer text; of one text its two newest, unless told. */
  async rangeDiff(before: string, after: string, versions?: Versions): Promise<RangeDiff & { versions: Versions }> {
    const machines = (await this.machines(after)).filter((machine) => 'machine' in machine);
    const reviewed = async (uri: string): Promise<ReviewedText> => {
      const { text, set } = await this.patch(uri);
      return { text, review: this.reviewText(text, set, machines) };
    };
    const [old, now] = [await reviewed(before), await reviewed(after)];
    const chosen = versions ?? chooseVersions(old, before === after ? undefined : now);
    return { ...compareVersions(old, now, chosen), versions: chosen };
  }

  reviewText(text: string, set: PatchSet, machines: readonly LoadedMachine[]): Review {
    const key = `review:${this.hash(text)}:${machinesKey(machines)}`;
    return this.cache.get<Review>(key, weighReview, () =>
      reviewPatches({ text, set, reading: this.seriesReading(text, set) }, machines, (machine, core) =>
        this.snapshot(machine as LoadedMachine, core),
      ),
    );
  }

  private messageProblems(text: string, review: Review): readonly CheckedProblem[] {
    const messages = this.messages(text, review);
    return [...claimProblems(messages), ...excerptProblems(messages)];
  }

  /** What the messages of a text claim and show, against the review of that text. */
  messages(text: string, review: Review): MessageReview {
    const evaluated = this.trees.evaluated(text, review);
    const done = evaluated ? [...evaluated.patches.values(), ...evaluated.series.values()].map(doneOf).join() : '';
    const key = `messages:${this.hash(text)}:${this.settings.core}:${machinesKey(review.machines)}:${done}`;
    const own = (machine: ReviewMachine) => {
      const loaded = machine as LoadedMachine;
      return this.snapshot(loaded, this.coreOf(loaded).core);
    };
    return this.cache.get<MessageReview>(key, weighMessages, () =>
      reviewMessages(text, withEvaluated(review, evaluated), own),
    );
  }

  snapshot(machine: LoadedMachine, core: CoreVersion): Snapshot {
    return snapshotOf(this.cache, machine, core);
  }

  /** One machine under two cores. */
  compareCores(machine: LoadedMachine, before: CoreVersion, after: CoreVersion): Comparison {
    const key = `cores:${machine.hash}:${before.name}:${after.name}`;
    const weigh = (it: Comparison) => weighSnapshot(it.before) + weighSnapshot(it.after);
    return this.cache.get<Comparison>(key, weigh, () =>
      compareSnapshots(this.snapshot(machine, before), this.snapshot(machine, after)),
    );
  }

  /** How two machines differ, each under its own core; throws a sentence where one cannot be rendered. */
  difference(before: LoadedMachine, after: LoadedMachine): MachineDifference {
    const rendered = (machine: LoadedMachine) => ({ machine, core: this.coreOf(machine).core });
    return differenceOf(this.cache, rendered(before), rendered(after));
  }

  /** How two captured texts of one machine type differ. */
  compareTexts({ target, machine }: TypeName, before: string, after: string): MachineDifference {
    const loaded = (side: 'before' | 'after', text: string): LoadedMachine => {
      const uri = dumpUri('', side, { target, machine });
      return loadMachine(this.cache, text, this.hash(text), { id: uri, label: machine, origin: 'added', uri });
    };
    return this.difference(loaded('before', before), loaded('after', after));
  }

  /** Two dumps by their URIs, and how they differ; rejects with a sentence where one cannot be read or rendered. */
  async compareDumps(before: string, after: string): Promise<ComparedDumps> {
    const [old, now] = await Promise.all([this.dumpMachine(before), this.dumpMachine(after)]);
    return { before: old, after: now, difference: this.difference(old, now) };
  }

  /** Where a dump prints a region, or the line of an address space; undefined where it does not. */
  async placeInDump(
    uri: string,
    { what, id }: { readonly what: 'region' | 'address-space'; readonly id: number },
  ): Promise<number | undefined> {
    const { places } = (await this.dumpMachine(uri)).machine;
    return (what === 'region' ? places.regions.get(id)?.[0] : places.addressSpaces.get(id))?.start;
  }

  private async dumpMachine(uri: string): Promise<LoadedMachine> {
    const machine = await loadDump(this.machineSources(), uri, 'added');
    if (!('machine' in machine)) throw new Error(machine.error);
    return machine;
  }

  /** The machine of a dump's own text, under the core that the settings name, else that of its own release. */
  dump(uri: string, text: string): { machine: LoadedMachine; core: CoreVersion; snapshot: Snapshot } {
    const hash = this.hash(text);
    const facts = { id: uri, label: fileName(uri), origin: 'added' as const, uri };
    const machine = loadMachine(this.cache, text, hash, facts, () => this.sections(hash, text));
    const { core } = this.coreOf(machine);
    return { machine, core, snapshot: this.snapshot(machine, core) };
  }

  /** The core under which a dump is rendered, and how it was chosen. */
  coreOf(machine: LoadedMachine): ChosenCore {
    const chosen = coreVersion(this.settings.core);
    if (chosen) return { core: chosen, why: 'The setting "qemuMemoryReview.core" names it.' };
    const weigh = () => 100;
    return this.cache.get<ChosenCore>(`core:${machine.hash}`, weigh, () => ownCore(machine));
  }

  /** A dump's text as the features of an editor see it: read and joined with its machine once for a text and a core. */
  dumpDocument(uri: string, text: string): Dump {
    const { machine, core, snapshot } = this.dump(uri, text);
    return this.cache.get<Dump>(
      `dump:${machine.hash}:${core.name}`,
      weighDump,
      () => new Dump(text, this.sections(machine.hash, text), machine.machine, core, snapshot),
    );
  }

  private sections(hash: string, text: string): DumpText {
    return this.cache.get<DumpText>(
      `sections:${hash}`,
      () => text.length * 6 + 1000,
      () => readSections(text),
    );
  }

  /** The machines of a patch's review, in order: added, beside the patch, built in. */
  machines(patchUri?: string): Promise<readonly ListedMachine[]> {
    return listMachines(this.machineSources(), patchUri);
  }

  /** The machine of an id that `machines` gave, or undefined where it is gone or unreadable. */
  machine(id: string): Promise<LoadedMachine | undefined> {
    return findMachine(this.machineSources(), id);
  }

  private machineSources(): MachineSources {
    const { settings, folders, trusted, builtIns } = this;
    return {
      settings,
      folders,
      trusted,
      builtIns,
      text: (uri) => this.text(uri),
      list: (folder) => this.host.list(folder),
      read: (text, facts) => loadMachine(this.cache, text, this.hash(text), facts),
    };
  }

  /** The text of a virtual document. Rejects with a sentence where it cannot be made. */
  async content(uri: string): Promise<string> {
    const virtual = readVirtualUri(uri);
    if (!virtual) throw new Error('This address names no document of QEMU Memory Review.');
    return makeContent(this, virtual);
  }
}

/** How many machines are evaluated. */
const doneOf = (evaluated: EvaluatedPatch): number => (isEvaluated(evaluated) ? evaluated.machines.length : 0);

const weighMessages = ({ claims, excerpts }: MessageReview): number =>
  2000 * claims.flat().length + 1000 * excerpts.flat().flatMap(({ on }) => on?.lines ?? []).length + 10_000;

/** A review keeps both Snapshots of every machine alive. */
const weighReview = ({ patches, series }: Review): number =>
  [...patches, ...series.flatMap(({ whole }) => whole ?? [])]
    .flatMap(({ machines }) => machines)
    .reduce(
      (sum, { comparison }) =>
        sum + (comparison ? weighSnapshot(comparison.before) + weighSnapshot(comparison.after) : 0),
      10_000,
    );
