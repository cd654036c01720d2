import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const index = fileURLToPath(new URL('../../dist/renderer/index.html', import.meta.url))

/** Builds the window where it has not been built: the hosts serve `dist/renderer`. */
export async function buildWindow(): Promise<void> {
  if (!existsSync(index)) await build({ root, configFile: `${root}/vite.renderer.config.ts`, logLevel: 'error' })
}
