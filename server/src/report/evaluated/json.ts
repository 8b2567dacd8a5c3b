import type { Patch } from '../../patch/model.ts';
import { agreements } from '../../review/evaluated/agreement.ts';
import { misunderstood } from '../../review/evaluated/misunderstood.ts';
import type { EvaluatedMachine, EvaluatedPatch, EvaluatedRuns } from '../../review/evaluated/model.ts';
import type { MachineReview } from '../../review/model.ts';
import type { Evaluation } from '../../source/evaluate/core/evaluate.ts';
import { machineFactsJson, machineJson } from '../machine-json.ts';
import { hunkLines } from './hunks.ts';
import { standIns } from './words.ts';

/** The field `evaluated` of a patch or a series; docs/review-json.md. No field where the engine was not asked. */
export function evaluatedJson(
  evaluated: EvaluatedPatch | undefined,
  model: readonly MachineReview[],
  patch?: Patch,
): { evaluated?: object } {
  if (!evaluated) return {};
  if ('reason' in evaluated) {
    const { reason, aside, failed } = evaluated;
    return { evaluated: { reason, aside, ...(failed ? { failed } : {}) } };
  }
  const agree = new Map(agreements(model, evaluated).map(({ machine, differences }) => [machine, differences]));
  return {
    evaluated: {
      how: evaluated.how,
      standIns: standIns(evaluated.machines),
      misunderstood: misunderstood(evaluated).map(({ place, message }) => ({
        file: place.path,
        line: place.line,
        message,
      })),
      machines: evaluated.machines.map((machine) => ({
        ...evaluatedMachineJson(machine),
        modelDiffers: agree.get(machine.machine.label) ?? null,
      })),
      hunks: patch ? hunksJson(evaluated, patch) : [],
    },
  };
}

function evaluatedMachineJson(machine: EvaluatedMachine) {
  const { before, after } = machine;
  const kept = { kept: { before: before?.kept ?? null, after: after?.kept ?? null } };
  const stops = { stops: { before: stopJson(before), after: stopJson(after) } };
  if (before?.stop || after?.stop) {
    return { ...machineFactsJson(machine.machine), engine: 'source', ...stops, ...kept };
  }
  return { ...machineJson(machine, 'source'), ...stops, ...kept };
}

function stopJson(run: Evaluation | undefined) {
  if (!run?.stop) return null;
  const { kind, message, trace } = run.stop;
  const frames = trace.map((frame) => ({ function: frame.function, file: frame.place.path, line: frame.place.line }));
  return { kind, message, trace: frames };
}

/** How often the changed lines of each hunk of the core ran, by machine. */
const hunksJson = (evaluated: EvaluatedRuns, patch: Patch) =>
  hunkLines(evaluated, patch).map(({ file, header, code, runs }) => ({
    file: patch.files[file]?.newPath || patch.files[file]?.oldPath,
    line: header.newStart,
    section: header.section,
    code,
    runs: (runs ?? []).map(({ machine, runs: count }) => ({ machine: machine.machine.label, ...count })),
  }));
