import type { Patch } from '../../patch/model.ts';
import { agreements } from '../../review/evaluated/agreement.ts';
import {
  type EvaluatedMachine,
  type EvaluatedPatch,
  type EvaluatedRuns,
  isEvaluated,
} from '../../review/evaluated/model.ts';
import type { MachineReview } from '../../review/model.ts';
import type { EvaluationStop } from '../../source/evaluate/core/stopped.ts';
import { machineFacts } from '../machines.ts';
import { visible } from '../markdown.ts';
import { resultTree } from '../result-tree.ts';
import type { Compared, TreeEntry } from '../tree-entry.ts';
import { agreementLines } from './agreement.ts';
import { hunkLines } from './hunks.ts';
import {
  EVALUATED,
  evaluatedLine,
  hunkRunsLine,
  misunderstoodLines,
  sayRun,
  stopSentence,
  stopTrace,
} from './words.ts';

/** The part of a path under which the source engine's results stand. */
export const SOURCE = 'source';

/** Where the results of a patch, or of a series as a whole, stand in the tree. */
export interface EvaluatedPlace {
  readonly path: readonly (string | number)[];
  readonly compared: Compared;
  /** What the model has of the same. */
  readonly model: readonly MachineReview[];
  /** Of one patch. */
  readonly patch?: Patch;
}

/** The node of all that the source engine found; none where nothing was evaluated or is to be. */
export function evaluatedEntry(place: EvaluatedPlace, evaluated: EvaluatedPatch | undefined): TreeEntry[] {
  if (!evaluated || ('aside' in evaluated && evaluated.aside)) return [];
  const said = evaluatedLine(evaluated);
  return [
    {
      path: [...place.path, SOURCE],
      label: 'Evaluated from the source',
      description: said.replace(` (${EVALUATED})`, ''),
      tooltip: isEvaluated(evaluated) ? [said, ...evaluated.how.map(visible)].join('\n') : said,
      accessibilityLabel: `Evaluated from the source: ${said.replaceAll('->', 'to')}`,
      icon: isEvaluated(evaluated) ? 'beaker' : 'warning',
      children: isEvaluated(evaluated) ? 'expanded' : 'none',
      contextValue: 'evaluated',
    },
  ];
}

/** Below that node: machines with their views, runs that stopped, what hunks did, how the two engines compare. */
export function evaluatedTree(
  place: EvaluatedPlace,
  evaluated: EvaluatedPatch | undefined,
  below: readonly (string | number)[],
): readonly TreeEntry[] {
  if (!isEvaluated(evaluated)) return [];
  const path = [...place.path, SOURCE];
  const [first, ...more] = below;
  if (first === STOP) return traceEntries([...path, ...below], evaluated, more);
  if (first === HOW) return sayRun(evaluated).map((sentence, i) => info([...path, HOW, i], sentence));
  if (first === HUNKS) return hunkEntries([...path, HUNKS], evaluated, place.patch);
  const ran = evaluated.machines.filter(({ before, after }) => !before?.stop && !after?.stop);
  const results = resultTree({ path, compared: place.compared, engine: 'source' }, ran, below);
  if (first !== undefined) return results;
  const agree = agreementLines(agreements(place.model, evaluated));
  return [
    ...stopEntries(path, evaluated),
    ...misunderstoodLines(evaluated).map((line, i) => info([...path, 'misunderstood', i], line, 'warning')),
    ...results,
    ...(place.patch && evaluated.files.length > 0
      ? [{ path: [...path, HUNKS], label: 'Hunks', icon: 'list-tree', children: 'collapsed' as const }]
      : []),
    ...agree.map((line, i) => info([...path, 'agreement', i], line, agree.length > 1 ? 'warning' : 'check')),
    { path: [...path, HOW], label: 'Where the code is from', icon: 'source-control', children: 'collapsed' },
  ];
}

const STOP = 'stop';
const HOW = 'how';
const HUNKS = 'hunks';
const SIDES = ['before', 'after'] as const;

const info = (path: readonly (string | number)[], label: string, icon = 'info'): TreeEntry => ({
  path,
  label,
  tooltip: label,
  icon,
  children: 'none',
});

const stopOf = (machine: EvaluatedMachine, side: (typeof SIDES)[number]): EvaluationStop | undefined =>
  machine[side]?.stop;

const stopEntries = (path: readonly (string | number)[], { machines }: EvaluatedRuns): TreeEntry[] =>
  machines.flatMap((machine) =>
    SIDES.flatMap((side): TreeEntry[] => {
      const stop = stopOf(machine, side);
      if (!stop) return [];
      const label = `${visible(machine.machine.label)}: ${side === 'before' ? 'Before' : 'After'} stops`;
      return [
        {
          path: [...path, STOP, machine.machine.id, side],
          label,
          description: stopSentence(stop),
          tooltip: [stopSentence(stop), ...stopTrace(stop), machineFacts(machine.machine)].join('\n'),
          icon: 'error',
          colour: side === 'after' ? 'list.errorForeground' : 'list.warningForeground',
          children: stop.trace.length > 0 ? 'collapsed' : 'none',
          accessibilityLabel: `${label}: ${stopSentence(stop)}`,
        },
      ];
    }),
  );

function traceEntries(
  path: readonly (string | number)[],
  { machines }: EvaluatedRuns,
  [id, side]: readonly (string | number)[],
): TreeEntry[] {
  const machine = machines.find((one) => one.machine.id === id);
  const stop = machine && stopOf(machine, side === 'before' ? 'before' : 'after');
  return stop ? stopTrace(stop).map((frame, i) => info([...path, i], frame, 'debug-stackframe')) : [];
}

function hunkEntries(
  path: readonly (string | number)[],
  evaluated: EvaluatedRuns,
  patch: Patch | undefined,
): TreeEntry[] {
  if (!patch) return [];
  return hunkLines(evaluated, patch).map(({ place, header, code, runs }, i) => ({
    path: [...path, i],
    label: visible(place),
    description: hunkRunsLine(evaluated, { code, runs }) || 'No code that runs',
    tooltip: [
      visible(place),
      ...(runs ?? []).map(
        ({ machine, runs: { making, commit } }) =>
          `${visible(machine.machine.label)}: ${making} while it is made, ${commit} a commit`,
      ),
    ].join('\n'),
    icon: 'symbol-function',
    children: 'none',
    offset: header.headerRange.start,
  }));
}
