import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { logFailure } from '#shared/log.ts'
import { keepPrivateFile, makePrivateFolder } from '#store/private-files.ts'
import { settingsFolder } from './settings-folder.ts'

interface Opener {
  readonly command: string
  readonly parameters: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** Whether this machine has a screen that a window could open on. */
export function hasDisplay(platform: NodeJS.Platform, environment: Environment): boolean {
  if (platform === 'win32' || platform === 'darwin') return environment.SSH_CONNECTION === undefined
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY)
}

/** What opens a file in the user's browser, where there is a screen to open it on. */
export function openerFor(file: string, platform: NodeJS.Platform, environment: Environment): Opener | undefined {
  if (!hasDisplay(platform, environment)) return undefined
  if (platform === 'darwin') return { command: 'open', parameters: [file] }
  // `start` is a word of cmd.exe, which would read & and % in a name; this is not.
  if (platform === 'win32') return { command: 'rundll32', parameters: ['url.dll,FileProtocolHandler', file] }
  return { command: 'xdg-open', parameters: [file] }
}

interface OpenOptions {
  readonly platform?: NodeJS.Platform
  readonly environment?: Environment
  readonly folder?: string
}

/** Opens the address in the user's browser, by way of a page that this user alone can read: what a command is called with, everybody on
 *  the machine can see. False where there is no screen or nothing to open it with. */
export async function openAddress(url: string, options: OpenOptions = {}): Promise<boolean> {
  const { platform = process.platform, environment = process.env } = options
  if (!hasDisplay(platform, environment)) return false
  const file = keepRedirect(url, options.folder ?? redirectFolder(platform))
  const opener = file === undefined ? undefined : openerFor(file, platform, environment)
  if (!opener) return false
  return await new Promise((resolve) => {
    const child = spawn(opener.command, [...opener.parameters], { stdio: 'ignore', detached: true })
    child.once('error', (error) => {
      logFailure('warn', 'The browser could not be opened.', error)
      resolve(false)
    })
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

/** Browsers that come as snaps may not read hidden folders of the user. */
function redirectFolder(platform: NodeJS.Platform): string {
  const isSnap = platform === 'linux' && ['firefox', 'chromium'].some((name) => existsSync(join('/snap/bin', name)))
  return isSnap ? join(homedir(), 'Regrade') : settingsFolder()
}

function keepRedirect(url: string, folder: string): string | undefined {
  const file = join(folder, 'open.html')
  const page = `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Regrade</title><meta http-equiv="refresh" content="0; url=${url.replaceAll('"', '%22')}">\n`
  try {
    makePrivateFolder(folder)
    keepPrivateFile(file, page)
    return file
  } catch (error) {
    logFailure('warn', 'The page that opens the browser could not be written.', error)
    return undefined
  }
}
