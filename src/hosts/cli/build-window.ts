import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { applicationFolder, rendererFolder } from '../application.ts'
import type { Terminal } from './terminal.ts'

/** Builds the window where that has not been done yet: a checkout comes without it. */
export async function buildWindow({ err }: Terminal): Promise<void> {
  if (existsSync(join(rendererFolder, 'index.html'))) return
  err('Building the window, once …\n')
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js')
  const parameters = [vite, 'build', '-c', 'vite.renderer.config.ts', '--logLevel', 'warn']
  const child = spawn(process.execPath, parameters, { cwd: applicationFolder, stdio: ['ignore', 2, 2] })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code !== 0) throw new AppError('internal', 'The window could not be built; run npm run build to see why.')
}
