// `npm start`: reviews the bundled sample in the terminal and says how to go on.
import { spawnSync } from 'node:child_process';

const args = [
  'review',
  'samples/share-empty-view.patch',
  '-m',
  'samples/idle-nics.mtree',
  '-m',
  'machines/pseries.mtree',
  '-m',
  'machines/virt.mtree',
];
console.log(`$ node dist/cli.js ${args.join(' ')}\n`);
const { status } = spawnSync(process.execPath, ['dist/cli.js', ...args], { stdio: 'inherit' });
console.log(`
The same in VS Code: open this folder, press F5 (it opens samples/ in a new window), and open
share-empty-view.patch there: the figures stand above the subject and above each hunk.

Your own patch and machine:  node dist/cli.js review PATCH -m DUMP
A dump is the monitor's output of \`info mtree -o -D\` and \`info mtree -f -d\`, in one file.`);
process.exitCode = status ?? 1;
