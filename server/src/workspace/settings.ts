/** The settings of package.json's `qemuMemoryReview`, read from whatever an editor sends. */
export interface WorkspaceSettings {
  readonly machines: readonly string[];
  readonly builtInMachines: 'auto' | 'always' | 'never';
  readonly machinesBesidePatch: boolean;
}

export const DEFAULT_SETTINGS: WorkspaceSettings = { machines: [], builtInMachines: 'auto', machinesBesidePatch: true };

/** Unknown keys and values of another type are left at their defaults. */
export function readSettings(value: unknown): WorkspaceSettings {
  if (typeof value !== 'object' || value === null) return DEFAULT_SETTINGS;
  const given = value as Record<string, unknown>;
  const { machines, builtInMachines, machinesBesidePatch } = given;
  return {
    machines: Array.isArray(machines) ? machines.filter((m) => typeof m === 'string') : DEFAULT_SETTINGS.machines,
    builtInMachines: builtInMachines === 'always' || builtInMachines === 'never' ? builtInMachines : 'auto',
    machinesBesidePatch: typeof machinesBesidePatch === 'boolean' ? machinesBesidePatch : true,
  };
}
