import { defineConfig } from 'vitest/config';

// The tests that start real QEMU: not part of `npm test`. Each QEMU of concurrent tests is busy for itself.
export default defineConfig({
  test: { include: ['test/qemu/**/*.test.ts'], testTimeout: 120_000, maxWorkers: 2, maxConcurrency: 3 },
});
