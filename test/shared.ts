import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The reference texts beside the checkout; not on every machine, so tests that use them skip without. */
export const SHARED = fileURLToPath(new URL('../../shared', import.meta.url));
export const hasShared = existsSync(join(SHARED, 'corpus'));
export const WITHOUT = hasShared ? '' : ' (skipped: no ../shared here)';

export const readShared = (path: string): string => readFileSync(join(SHARED, path), 'utf8');

/** Paths below the corpus, "qemu-7.2/x86_64-pc.mtree", sorted. */
export function corpusFiles(under = ''): string[] {
  if (!hasShared) return [];
  const root = join(SHARED, 'corpus');
  return readdirSync(root)
    .filter((folder) => statSync(join(root, folder)).isDirectory() && folder.startsWith(under))
    .flatMap((folder) => readdirSync(join(root, folder)).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.mtree'))
    .sort();
}
