import { C_HEADERS } from '../../../server/src/source/evaluate/environment/c-headers.ts';
import { C_LIBRARY } from '../../../server/src/source/evaluate/hosts/c-library.ts';
import { loadProgram } from '../../../server/src/source/evaluate/load.ts';
import { hostTable } from '../../../server/src/source/evaluate/run/host.ts';
import { DEFAULT_LIMITS, type Limits } from '../../../server/src/source/evaluate/run/runtime.ts';
import { Stop } from '../../../server/src/source/evaluate/run/stop.ts';

/** Loads C that stands alone; further files are units, too. */
export function load(files: Readonly<Record<string, string>>, limits: Partial<Limits> = {}) {
  const loaded = loadProgram({
    read: (path) => files[path],
    units: Object.keys(files).filter((path) => path.endsWith('.c')),
    searchPaths: ['include'],
    environment: { headers: C_HEADERS, defines: '', unknownName: () => undefined },
    limits: { ...DEFAULT_LIMITS, memory: 64 << 20, ...limits },
  });
  loaded.program.begin(hostTable([C_LIBRARY]));
  return loaded;
}

/** Runs main(), and gives what was printed and why it stopped, if it did. */
export function run(text: string, limits: Partial<Limits> = {}) {
  const loaded = load({ 'main.c': text }, limits);
  const { program } = loaded;
  let stop: Stop | undefined;
  try {
    program.call('main');
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    stop = error;
  }
  return { ...loaded, printed: program.output.join(''), stop };
}

/** "kind: message", and the back trace as "function file:line", innermost first. */
export const told = (stop: Stop | undefined): string =>
  stop
    ? [`${stop.kind}: ${stop.message}`, ...stop.trace.map((f) => `${f.function} ${f.place.path}:${f.place.line}`)].join(
        '\n',
      )
    : '';
