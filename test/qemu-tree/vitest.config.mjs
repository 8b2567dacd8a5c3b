import { defineConfig } from 'vitest/config';

// The tests that evaluate real trees of QEMU: not part of `npm test`. QEMU_TREE names a clone, which is only read.
export default defineConfig({
  test: { include: ['test/qemu-tree/**/*.test.ts'], testTimeout: 600_000, maxWorkers: 2 },
});
