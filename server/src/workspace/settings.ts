import type { Settings as Declared } from '../protocol.ts';
import { type Levels, readLevels } from '../report/rules.ts';

/** The settings as they were read: only levels and codes that there are. */
export type Settings = Declared & { readonly checks: Levels };

/** The defaults that package.json declares. */
export const DEFAULT_SETTINGS: Settings = {
  machines: [],
  builtInMachines: 'auto',
  machinesBesidePatch: true,
  core: '',
  source: '',
  engine: 'model',
  inlayHints: { sizes: true },
  diagnostics: { map: true },
  checks: {},
};

/** Reads whatever an editor sends: unknown keys and values of another type are left at their defaults. */
export function readSettings(value: unknown): Settings {
  if (typeof value !== 'object' || value === null) return DEFAULT_SETTINGS;
  const given = value as Record<string, unknown>;
  const { machines, builtInMachines, machinesBesidePatch, core, source, engine } = given;
  return {
    machines: Array.isArray(machines) ? machines.filter((m) => typeof m === 'string') : DEFAULT_SETTINGS.machines,
    builtInMachines: builtInMachines === 'always' || builtInMachines === 'never' ? builtInMachines : 'auto',
    machinesBesidePatch: typeof machinesBesidePatch === 'boolean' ? machinesBesidePatch : true,
    core: typeof core === 'string' ? core.trim() : '',
    source: typeof source === 'string' ? source.trim() : '',
    engine: engine === 'source' || engine === 'both' ? engine : 'model',
    inlayHints: { sizes: switchOf(given.inlayHints, 'sizes', DEFAULT_SETTINGS.inlayHints.sizes) },
    diagnostics: { map: switchOf(given.diagnostics, 'map', DEFAULT_SETTINGS.diagnostics.map) },
    checks: readLevels(given.checks),
  };
}

/** A boolean of a group of settings. */
function switchOf(group: unknown, key: string, standard: boolean): boolean {
  const value = typeof group === 'object' && group !== null ? (group as Record<string, unknown>)[key] : undefined;
  return typeof value === 'boolean' ? value : standard;
}
