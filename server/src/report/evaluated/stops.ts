import type { EvaluatedMachine } from '../../review/evaluated/model.ts';
import type { EvaluationStop } from '../../source/evaluate/core/stopped.ts';
import { visible } from '../markdown.ts';
import { stopSentence, stopTrace } from './words.ts';

/** Runs that stopped at one place for one reason. */
export interface SameStop {
  /** "pc, q35: After stops: <what happened, in which function, file and line>" */
  readonly sentence: string;
  /** The frames, innermost first. */
  readonly trace: readonly string[];
}

/** The runs that stopped, each reason once, in the order of the machines. */
export function sameStops(machines: readonly EvaluatedMachine[]): readonly SameStop[] {
  const found = new Map<
    string,
    { readonly stop: EvaluationStop; readonly sides: string; readonly machines: string[] }
  >();
  for (const { machine, before, after } of machines) {
    const [old, now] = [before?.stop, after?.stop];
    const both = old && now && keyOf(old) === keyOf(now);
    const runs = both
      ? ([['Before and After stop', now]] as const)
      : ([
          ['Before stops', old],
          ['After stops', now],
        ] as const);
    for (const [sides, stop] of runs) {
      if (!stop) continue;
      const key = `${sides} ${keyOf(stop)}`;
      const same = found.get(key) ?? { stop, sides, machines: [] };
      found.set(key, same);
      same.machines.push(visible(machine.label));
    }
  }
  return [...found.values()].map(({ stop, sides, machines: labels }) => ({
    sentence: `${labels.join(', ')}: ${sides}: ${stopSentence(stop)}`,
    trace: stopTrace(stop),
  }));
}

const keyOf = (stop: EvaluationStop): string => [stopSentence(stop), ...stopTrace(stop)].join('\n');
