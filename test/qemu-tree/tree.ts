import { spawnSync } from 'node:child_process';
import { CoreFiles } from '../../server/src/source/evaluate/core/files.ts';

/** The repository that QEMU_TREE names: a clone of QEMU, bare or not. */
export const QEMU_TREE = process.env.QEMU_TREE ?? '';
export const WITHOUT_TREE = QEMU_TREE ? '' : ' (skipped: QEMU_TREE names no clone of QEMU)';

function git(args: readonly string[]): Buffer {
  const { stdout, status, stderr } = spawnSync('git', ['-C', QEMU_TREE, ...args], { maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr.toString()}`);
  return stdout;
}

/**
 * The commit of a release: its tag, or in a mirror without tags the commit of some branch that set the version; of one
 * that is not out yet the newest release candidate.
 */
export function commitOf(release: string): string | undefined {
  const tagged = spawnSync('git', ['-C', QEMU_TREE, 'rev-parse', '-q', '--verify', `v${release}^{commit}`], {
    encoding: 'utf8',
  });
  if (tagged.status === 0) return tagged.stdout.trim();
  const number = release.replaceAll('.', '\\.');
  const title = `^Update (version|VERSION) for (the )?v?${number}(-rc[0-9]+)?( release)?$`;
  const all = git([
    'log',
    '--branches',
    '--remotes',
    '--format=%H %s',
    '-E',
    `--grep=${title}`,
    '--',
    'VERSION',
  ]).toString();
  const found = all.split('\n').filter(Boolean);
  return (found.find((line) => !line.includes('-rc')) ?? found[0])?.split(' ')[0];
}

export const hasCommit = (name: string): boolean =>
  /^[0-9a-f]{7,40}$/.test(name) &&
  spawnSync('git', ['-C', QEMU_TREE, 'cat-file', '-e', `${name}^{commit}`]).status === 0;

/** The files of the core at a commit, by path: none that the product would not find. */
export function coreFilesOf(commit: string): ReadonlyMap<string, string> {
  const listed = git(['ls-tree', '-r', commit]).toString();
  const blobs = new Map<string, string>();
  for (const line of listed.split('\n')) {
    const [, hash = '', path = ''] = /^\d+ blob ([0-9a-f]+)\t(.*\.(?:c|h|inc))$/.exec(line) ?? [];
    if (path) blobs.set(path, hash);
  }
  const files = new CoreFiles();
  for (let wanted = files.wanted(); wanted.length > 0; wanted = files.wanted()) {
    for (const path of wanted) {
      const hash = blobs.get(path);
      files.add(path, hash === undefined ? undefined : git(['cat-file', 'blob', hash]).toString('utf8'));
    }
  }
  return files.files;
}

export function treeOf(commit: string): (path: string) => string | undefined {
  const files = coreFilesOf(commit);
  return (path) => files.get(path);
}
