import type { MachineType, Qemu, QemuBinary } from '../host/types.ts';
import { comparableText } from '../machine/dump/comparable-text.ts';
import type { BuildFacts, BuildsReport, ChangedType, FailedType, TypeName } from '../report/builds/model.ts';
import { brokenFirst, byName, changedType, worstFirst } from '../report/builds/shape.ts';
import { areAlike, type MachineDifference } from '../review/machines/model.ts';
import { naturalOrder } from '../text/natural-order.ts';
import { type Capture, type CaptureOptions, captureStopped, emulatorsOf } from './capture.ts';
import { inParallel } from './parallel.ts';

export type Side = 'before' | 'after';

/** A build (an emulator, or a directory of them) and what is said to it besides the machine type. */
export interface BuildChoice {
  readonly build: string;
  readonly args: readonly string[];
}

/** Which machines: every type that both have, those of these names, or one by its command line. */
export type MachineChoice =
  | { readonly all: true }
  | { readonly names: readonly string[] }
  | { readonly args: readonly string[] };

export interface CompareBuildsOptions extends CaptureOptions {
  readonly before: BuildChoice;
  readonly after: BuildChoice;
  readonly machines: MachineChoice;
  /** QEMUs that run at a time. */
  readonly jobs: number;
  readonly progress: (progress: BuildsProgress) => void;
}

export interface BuildsProgress extends TypeName {
  readonly done: number;
  readonly total: number;
}

/** Two dumps of one machine type; `compare` throws a sentence where they cannot be compared. */
export type CompareCaptures = (name: TypeName, before: string, after: string) => MachineDifference;

/** A machine type of one emulator of each build. */
interface Unit extends TypeName {
  readonly before: { readonly binary: string; readonly args: readonly string[] };
  readonly after: { readonly binary: string; readonly args: readonly string[] };
}

type Outcome = { readonly alike: TypeName } | { readonly changed: ChangedType } | { readonly failed: FailedType };

/**
 * Dumps machine types of two builds, a few at a time, and compares each pair as soon as it is there. A machine type
 * that cannot be started is an outcome, not an end; what ends it is `signal`, and builds without an emulator.
 */
export async function compareBuilds(
  qemu: Qemu,
  options: CompareBuildsOptions,
  compare: CompareCaptures,
): Promise<BuildsReport> {
  const { units, onlyBefore, onlyAfter } = await plan(qemu, options);
  const releases: Record<Side, string> = { before: '', after: '' };
  let done = 0;
  const outcomes = await inParallel(units, Math.max(1, Math.ceil(options.jobs / 2)), async (unit): Promise<Outcome> => {
    const capture = async (side: Side): Promise<Capture | { readonly error: string }> => {
      try {
        const { binary, args } = unit[side];
        const dump = await captureStopped(qemu, binary, args, options);
        releases[side] ||= dump.release;
        return dump;
      } catch (error) {
        options.signal?.throwIfAborted();
        return { error: messageOf(error) };
      }
    };
    const [before, after] = await Promise.all([capture('before'), capture('after')]);
    options.progress({ target: unit.target, machine: unit.machine, done: ++done, total: units.length });
    return outcomeOf({ target: unit.target, machine: unit.machine }, before, after, compare);
  });
  const facts = (side: Side): BuildFacts => ({ ...options[side], release: releases[side] });
  return {
    before: facts('before'),
    after: facts('after'),
    changed: outcomes.flatMap((outcome) => ('changed' in outcome ? [outcome.changed] : [])).sort(worstFirst),
    alike: outcomes.flatMap((outcome) => ('alike' in outcome ? [outcome.alike] : [])).sort(byName),
    failed: outcomes.flatMap((outcome) => ('failed' in outcome ? [outcome.failed] : [])).sort(brokenFirst),
    onlyBefore,
    onlyAfter,
  };
}

function outcomeOf(
  name: TypeName,
  before: Capture | { readonly error: string },
  after: Capture | { readonly error: string },
  compare: CompareCaptures,
): Outcome {
  const error = (side: Side, value: typeof before) => ('error' in value ? { [side]: value.error } : {});
  if ('error' in before || 'error' in after)
    return { failed: { ...name, ...error('before', before), ...error('after', after) } };
  // most machine types are alike, and their texts say so at once
  if (comparableText(before.text) === comparableText(after.text)) return { alike: name };
  try {
    const difference = compare(name, before.text, after.text);
    return areAlike(difference) ? { alike: name } : { changed: changedType(name, difference) };
  } catch (cause) {
    return { failed: { ...name, before: messageOf(cause), after: messageOf(cause) } };
  }
}

interface Plan {
  readonly units: readonly Unit[];
  readonly onlyBefore: readonly TypeName[];
  readonly onlyAfter: readonly TypeName[];
}

async function plan(qemu: Qemu, { before, after, machines, ...ask }: CompareBuildsOptions): Promise<Plan> {
  const pairs = await emulatorPairs(qemu, before.build, after.build);
  if ('args' in machines) {
    const [pair, second] = pairs;
    if (!pair || second)
      throw new Error(
        `${before.build}: there are ${pairs.length} emulators that both builds have; with a command line, name one file of each.`,
      );
    const side = ({ path }: QemuBinary, { args }: BuildChoice) => ({ binary: path, args: [...machines.args, ...args] });
    const unit = { before: side(pair.before, before), after: side(pair.after, after) };
    return {
      units: [{ target: pair.target, machine: machineOf(machines.args), ...unit }],
      onlyBefore: [],
      onlyAfter: [],
    };
  }
  const plans = await inParallel(pairs, 2, async ({ target, ...binaries }): Promise<Plan> => {
    const [old, now] = await Promise.all([
      qemu.machineTypes(binaries.before.path, ask),
      qemu.machineTypes(binaries.after.path, ask),
    ]);
    const { both, sameAliases, onlyBefore, onlyAfter } = pairTypes(old, now);
    const wanted = 'names' in machines ? new Set(machines.names) : undefined;
    const named = (names: readonly string[]): TypeName[] =>
      names.filter((name) => !wanted || wanted.has(name)).map((machine) => ({ target, machine }));
    return {
      units: named(wanted ? [...both, ...sameAliases] : both).map((name) => ({
        ...name,
        before: { binary: binaries.before.path, args: ['-M', name.machine, ...before.args] },
        after: { binary: binaries.after.path, args: ['-M', name.machine, ...after.args] },
      })),
      onlyBefore: named(onlyBefore),
      onlyAfter: named(onlyAfter),
    };
  });
  const all = {
    units: plans.flatMap(({ units }) => units),
    onlyBefore: plans.flatMap(({ onlyBefore }) => onlyBefore).sort(byName),
    onlyAfter: plans.flatMap(({ onlyAfter }) => onlyAfter).sort(byName),
  };
  if ('names' in machines) refuseUnknown(machines.names, all);
  return all;
}

function refuseUnknown(names: readonly string[], { units, onlyBefore, onlyAfter }: Plan): void {
  const known = new Set([...units, ...onlyBefore, ...onlyAfter].map(({ machine }) => machine));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`${unknown}: neither build has this machine type.`);
}

const NAMES_TARGET = /qemu-system-[A-Za-z0-9_]+$/;

/** The emulators that both builds have, by target. */
async function emulatorPairs(
  qemu: Qemu,
  before: string,
  after: string,
): Promise<readonly { readonly target: string; readonly before: QemuBinary; readonly after: QemuBinary }[]> {
  const [old, now] = await Promise.all([emulatorsOf(qemu, before), emulatorsOf(qemu, after)]);
  const [first, second] = [old[0], now[0]];
  // two files whose names tell no target are a pair
  const areFiles = old.length === 1 && now.length === 1;
  if (areFiles && first && second && ![first, second].every(({ path }) => NAMES_TARGET.test(path)))
    return [{ target: first.target, before: first, after: second }];
  const pairs = old.flatMap((binary) => {
    const same = now.find(({ target }) => target === binary.target);
    return same ? [{ target: binary.target, before: binary, after: same }] : [];
  });
  if (pairs.length > 0) return pairs;
  const targets = (list: readonly QemuBinary[]) => list.map(({ target }) => target).join(', ');
  throw new Error(`No target is in both builds: ${before} has ${targets(old)}; ${after} has ${targets(now)}.`);
}

/**
 * The names under which both have a machine type: names of their own; and aliases that are another type now (`pc`),
 * since a build's newest type has no partner of its name in an older one. Aliases of one type on both sides are apart.
 */
export function pairTypes(
  before: readonly MachineType[],
  after: readonly MachineType[],
): {
  both: readonly string[];
  sameAliases: readonly string[];
  onlyBefore: readonly string[];
  onlyAfter: readonly string[];
} {
  const names = (types: readonly MachineType[]) => new Map(types.map((type) => [type.name, type]));
  const [old, now] = [names(before), names(after)];
  const real = (types: readonly MachineType[]) => types.filter(({ aliasOf }) => aliasOf === undefined);
  const both = real(before)
    .filter(({ name }) => now.has(name))
    .map(({ name }) => name);
  const aliases = before.filter(({ name, aliasOf }) => aliasOf !== undefined && now.has(name));
  const isSame = ({ name, aliasOf }: MachineType): boolean => (now.get(name)?.aliasOf ?? name) === aliasOf;
  return {
    both: [...both, ...aliases.filter((type) => !isSame(type)).map(({ name }) => name)],
    sameAliases: aliases.filter(isSame).map(({ name }) => name),
    onlyBefore: real(before)
      .filter(({ name }) => !now.has(name))
      .map(({ name }) => name),
    onlyAfter: real(after)
      .filter(({ name }) => !old.has(name))
      .map(({ name }) => name),
  };
}

/** What `-M` names in a command line. */
function machineOf(args: readonly string[]): string {
  const at = args.findIndex((word) => /^--?(M|machine)$/.test(word));
  const value = at < 0 ? undefined : args[at + 1];
  return value?.replace(/^type=/, '').split(',')[0] || 'default machine';
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Comparing builds, as the language server does it. */
export interface Builds {
  compare(options: CompareBuildsOptions, compare: CompareCaptures): Promise<BuildsReport>;
  /** The names of the machine types of a build's emulators, aliases included, each once. */
  typeNames(build: string, signal?: AbortSignal): Promise<readonly string[]>;
}

export const buildsOf = (qemu: Qemu): Builds => ({
  compare: (options, compare) => compareBuilds(qemu, options, compare),
  async typeNames(build, signal) {
    const emulators = await emulatorsOf(qemu, build);
    const lists = await inParallel(emulators, 4, ({ path }) => qemu.machineTypes(path, signal ? { signal } : {}));
    return [...new Set(lists.flat().map(({ name }) => name))].sort(naturalOrder);
  },
});
