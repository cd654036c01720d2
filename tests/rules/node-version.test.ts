import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')

/** Runs a script on this Node, which says that it is an older one. */
function runAsOlder(script: string, ...parameters: string[]) {
  const older = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`
  const all = ['--import', older, join(root, script), ...parameters]
  return spawnSync(process.execPath, all, { cwd: root, encoding: 'utf8', timeout: 60_000 })
}

describe('the Node that is wanted', () => {
  it('is the same one everywhere: what npm brings, what a version manager takes, what this runs on', () => {
    const { devDependencies, engines } = JSON.parse(read('package.json'))
    const major = read('.nvmrc').trim()
    expect(devDependencies.node.split('.')[0]).toBe(major)
    expect(process.versions.node.split('.')[0]).toBe(major)
    const [, least] = /^>=(\d+)\.\d+$/.exec(engines.node) ?? []
    expect(read('README.md')).toContain(`on a machine with Node ${least}`)
    expect(read('README.md')).toContain(`The Node that runs everything, ${major}, comes as a package`)
  })

  it.each([
    ['npm test', 'tests/runner/run-tests.mjs', []],
    ['vitest', 'node_modules/vitest/vitest.mjs', ['run', 'tests/rules/import-rule.test.ts']],
  ])('is asked for in one sentence by %s on an older one', (_, script, parameters) => {
    const { status, stdout, stderr } = runAsOlder(script, ...parameters)
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr.trim()).toBe(
      'The tests run on Node 24, which npm brings, and this is Node 20.20.2: start them with npm test, or npm exec -- vitest run FILE.',
    )
  })
})
