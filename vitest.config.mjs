import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/qemu/**', 'test/qemu-tree/**', 'test/e2e/**', 'node_modules/**'],
    globalSetup: ['test/built.ts'],
    testTimeout: 30_000,
  },
});
