import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

/** Type-checks every layer by its own tsconfig. */
const failed = globSync('tsconfig.*.json')
  .filter((file) => file !== 'tsconfig.base.json')
  .sort()
  .filter(
    (file) => spawnSync('tsc', ['-p', file], { stdio: 'inherit', shell: process.platform === 'win32' }).status !== 0,
  )

if (failed.length > 0) {
  console.error(`Types do not hold in ${failed.join(', ')}.`)
  process.exit(1)
}
