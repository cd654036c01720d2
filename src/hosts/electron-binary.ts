import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

export type ElectronBinary =
  | { readonly kind: 'found'; readonly path: string }
  /** `reason` ends a sentence that begins with "Electron cannot be used here:". */
  | { readonly kind: 'missing'; readonly reason: string }

export interface ElectronOptions {
  /** Folder of the npm package `electron`; undefined where it is not installed. */
  readonly packageFolder: string | undefined
  readonly environment: Environment
  /** How long getting the binary may take. */
  readonly limitMs: number
  /** Told before the wait begins. */
  readonly onDownload?: () => void
}

/** Folder of the installed npm package `electron`. */
export function electronPackageFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return undefined
  }
}

/** Electron's binary: the one that is there, else the one its own package gets (its binary is not in the npm package). */
export async function findElectron(options: ElectronOptions): Promise<ElectronBinary> {
  const { packageFolder, environment } = options
  if (packageFolder === undefined) return missing('its npm package is not installed')
  const before = installedBinary(packageFolder, environment)
  if (before) return { kind: 'found', path: before }
  if (environment.ELECTRON_SKIP_BINARY_DOWNLOAD)
    return missing('its binary is not here and ELECTRON_SKIP_BINARY_DOWNLOAD is set')
  options.onDownload?.()
  const failure = await install(packageFolder, options)
  const after = failure === undefined ? installedBinary(packageFolder, environment) : undefined
  return after ? { kind: 'found', path: after } : missing(failure ?? 'its installer left no binary')
}

function missing(reason: string): ElectronBinary {
  return { kind: 'missing', reason }
}

function installedBinary(packageFolder: string, environment: Environment): string | undefined {
  const named = join(packageFolder, 'path.txt')
  if (!existsSync(named)) return undefined
  const folder = environment.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist')
  const binary = join(folder, readFileSync(named, 'utf8'))
  return existsSync(binary) ? binary : undefined
}

/** Runs the package's own installer. The reason where it fails, undefined where it does not. */
function install(packageFolder: string, { environment, limitMs }: ElectronOptions): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
      env: { ...environment },
      stdio: 'ignore',
      timeout: limitMs,
      killSignal: 'SIGKILL',
    })
    child.once('error', (error) => resolve(`its installer cannot be run (${error.message})`))
    child.once('exit', (code, signal) => {
      if (signal) resolve(`its binary could not be got within ${Math.round(limitMs / 1000)} seconds`)
      else resolve(code === 0 ? undefined : 'its binary is not here and could not be downloaded')
    })
  })
}
