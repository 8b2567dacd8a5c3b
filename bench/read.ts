// Reads the dump FILE and renders it RUNS times in this process; prints the milliseconds of each run as JSON.
import { readFileSync } from 'node:fs';
import { readDump } from '../server/src/machine/dump/read-dump.ts';
import { coreVersion } from '../server/src/memory/core-versions.ts';
import { takeSnapshot } from '../server/src/memory/snapshot.ts';

const [file = '', runs = '1', core = '2.11'] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const behaviour = coreVersion(core)?.behaviour;
if (!behaviour) throw new Error(`no core ${core}`);
const times: { read: number; snapshot: number; addressSpaces: number }[] = [];
for (let i = 0; i < Number(runs); i++) {
  const start = performance.now();
  const { topology } = readDump(text);
  const between = performance.now();
  const { totals } = takeSnapshot(topology, behaviour);
  const end = performance.now();
  times.push({ read: between - start, snapshot: end - between, addressSpaces: totals.addressSpaces });
}
console.log(JSON.stringify(times));
