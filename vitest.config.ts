import { join } from 'node:path'
import { configDefaults, defineConfig } from 'vitest/config'
import './tests/runner/require-node.mjs'

// Where every Node process of the tests keeps what it has compiled.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'compiled')

// Two test files compute side by side.
process.env.REGRADE_SPINNING ??= '0'

/** Whatever takes a machine long, and changes seldom. */
const slow = '**/*.slow.test.ts'

/** Tests of one file, beside it; tests of what crosses a room or stands in for Electron; tests in a real browser. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
          exclude: [...configDefaults.exclude, slow],
          // One process reads each module once: a test file leaves nothing behind that another one meets.
          isolate: false,
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'integration',
          // The shell's tests put a module in Electron's place, so that each file needs a process of its own.
          include: ['tests/**/*.test.ts', 'electron/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'tests/browser/**', slow],
          globalSetup: ['tests/runner/compile-once.ts'],
          testTimeout: 300_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['{src,tests,electron}/**/*.slow.test.ts'],
          globalSetup: ['tests/runner/compile-once.ts'],
          testTimeout: 300_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
    // Two cores, and runtimes that use them both: more workers only make every test slower.
    maxWorkers: 2,
    pool: 'forks',
  },
})
