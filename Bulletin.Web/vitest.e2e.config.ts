import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// The tests live beside the other suites but use this project's packages.
export default defineConfig({
  root: here('../tests/Bulletin.Web.E2E'),
  resolve: {
    alias: {
      'playwright-core': here('node_modules/playwright-core/index.mjs'),
      vitest: here('node_modules/vitest/dist/index.js'),
    },
  },
  server: { fs: { allow: [here('..')] } },
  test: {
    environment: 'node',
    include: ['**/*.test.ts'],
    globalSetup: [here('../tests/Bulletin.Web.E2E/sharedServer.ts')],
    // One waits while the other works: a file's browser, the server and the tests seldom want a core at once.
    maxWorkers: 2,
    testTimeout: 90_000,
    // A machine that does other things meanwhile is slow, not wrong.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 120_000,
    reporters: ['default', here('../tests/Bulletin.Web.E2E/closingCount.ts')],
  },
})
