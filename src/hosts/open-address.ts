import { spawn } from 'node:child_process'

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

/** What opens an address in the user's browser, where there is a screen to open it on. */
export function openerFor(url: string, platform: NodeJS.Platform, environment: Environment): Opener | undefined {
  if (!hasDisplay(platform, environment)) return undefined
  if (platform === 'darwin') return { command: 'open', parameters: [url] }
  // `start` is a word of cmd.exe, which would read & and % in an address; this is not.
  if (platform === 'win32') return { command: 'rundll32', parameters: ['url.dll,FileProtocolHandler', url] }
  return { command: 'xdg-open', parameters: [url] }
}

/** Opens the address in the user's browser. False where there is no screen or nothing to open it with. */
export async function openAddress(
  url: string,
  platform: NodeJS.Platform = process.platform,
  environment: Environment = process.env,
): Promise<boolean> {
  const opener = openerFor(url, platform, environment)
  if (!opener) return false
  return await new Promise((resolve) => {
    const child = spawn(opener.command, [...opener.parameters], { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
