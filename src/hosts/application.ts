import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** The folder this application runs from: the checkout. */
export const applicationFolder = fileURLToPath(new URL('../..', import.meta.url))

/** Where the built window lies. */
export const rendererFolder = fileURLToPath(new URL('../../dist/renderer', import.meta.url))

/** The version that package.json names. */
export function applicationVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
