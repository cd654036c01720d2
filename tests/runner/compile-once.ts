import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '..', '..')

/** Tests start hundreds of processes of the same few hundred files, most of which are killed before they could keep what they
 *  compiled: one process that ends of itself does so for all of them. */
export default function compileOnce(): void {
  const files = globSync('src/workstation/compute/tasks/*.ts', { cwd: root })
  const code = files.map((file) => `await import(${JSON.stringify(pathToFileURL(join(root, file)).href)})`).join('\n')
  spawnSync(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'ignore', 'inherit'] })
}
