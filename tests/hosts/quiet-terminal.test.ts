import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

it('npm has nothing to say about the settings of this checkout', async () => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { stdout, stderr } = await promisify(execFile)(npm, ['exec', '--', 'node', '--version'], { cwd: root })
  expect(stdout).toMatch(/^v\d+/)
  expect(stderr).not.toMatch(/project config/)
})
