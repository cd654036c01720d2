import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { LogLevel } from '#shared/log.ts'
import { logLevelOf } from '#workstation/log/log-file.ts'

/** The folder this application runs from: the checkout. */
export const applicationFolder = fileURLToPath(new URL('../..', import.meta.url))

/** Where the built window lies. */
export const rendererFolder = fileURLToPath(new URL('../../dist/renderer', import.meta.url))

/** Where the model lies that new projects are given, from its built place in dist/electron, too. `REGRADE_STARTER` names
 *  another folder, or `none`: new projects then get no model. */
export function starterFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const { REGRADE_STARTER: chosen } = environment
  return chosen === 'none' ? undefined : chosen || join(applicationFolder, 'resources', 'models')
}

/** What a workstation with a window is opened with, by every host alike. */
export function windowedWorkstation(environment: Readonly<Record<string, string | undefined>>): {
  readonly starterFolder: string | undefined
  readonly attended: true
  readonly logLevel: LogLevel
} {
  return { starterFolder: starterFolder(environment), attended: true, logLevel: logLevelOf(environment) }
}

/** The version that package.json names. */
export function applicationVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}
