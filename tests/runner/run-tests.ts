import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { createVitest, type Vitest } from 'vitest/node'
import { findOrInstallChromium } from './chromium.ts'

/** `npm test`: unit, integration and browser tests, and one closing line with the counts. `npm run test:slow`: the slow ones.
 *  `ALLOW_NO_CHROMIUM=1` leaves the browser tests out where no Chromium can be had, and says how many. */
const projects = process.argv.includes('--slow') ? ['slow'] : await quickProjects()

const build = spawnSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '-c', 'vite.renderer.config.ts'], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
if (build.status !== 0) {
  console.error('The window could not be built, so no test was run.')
  process.exit(1)
}

const vitest = await createVitest('test', { run: true, watch: false, project: projects, reporters: ['default'] })
await vitest.start()
const counts = countOf(vitest)
await vitest.close()
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0)

async function quickProjects(): Promise<string[]> {
  const withoutBrowser = ['unit', 'integration']
  const chromium = await findOrInstallChromium()
  if (chromium) {
    process.env.CHROMIUM_PATH = chromium
    return [...withoutBrowser, 'browser']
  }
  if (process.env.ALLOW_NO_CHROMIUM !== '1') {
    console.error(
      'The browser tests need Chromium: none is installed and none could be had. Install one, or set ALLOW_NO_CHROMIUM=1 to leave them out.',
    )
    process.exit(1)
  }
  console.log(
    `Left out ${browserTestCount()} browser tests: there is no Chromium on this machine and none could be had.`,
  )
  return withoutBrowser
}

/** A file or suite that failed outside its tests counts as one failure more. */
function countOf(run: Vitest): { passed: number; failed: number; skipped: number } {
  const counts = { passed: 0, failed: run.state.getUnhandledErrors().length, skipped: 0 }
  for (const testModule of run.state.getTestModules()) {
    for (const test of testModule.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') counts.passed++
      else if (state === 'failed') counts.failed++
      else counts.skipped++
    }
    if (testModule.errors().length > 0) counts.failed++
    for (const suite of testModule.children.allSuites()) if (suite.errors().length > 0) counts.failed++
  }
  return counts
}

function browserTestCount(): number {
  return globSync('tests/browser/**/*.test.ts').reduce(
    (sum, file) => sum + (readFileSync(file, 'utf8').match(/^\s*(it|test)(\.each\([^)]*\))?\(/gm)?.length ?? 0),
    0,
  )
}
