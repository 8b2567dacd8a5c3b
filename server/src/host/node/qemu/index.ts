import type { Qemu } from '../../types.ts';
import { askSocket, askStopped } from './ask.ts';
import { findBinaries } from './binaries.ts';
import { machineTypes } from './machine-types.ts';

/** QEMUs of this machine. */
export const nodeQemu: Qemu = { askStopped, askSocket, machineTypes, findBinaries };
