import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The Chromium of this machine, or undefined. */
export function installedChromium(): string | undefined {
  return places.find((place): place is string => Boolean(place) && existsSync(place ?? ''))
}

/** The Chromium of this machine, else one it gets: Debian's package as root, Playwright's download elsewhere. */
export async function findOrInstallChromium(): Promise<string | undefined> {
  const installed = installedChromium()
  if (installed) return installed
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    console.log('Installing Chromium from Debian for the browser tests.')
    run('apt-get', ['update', '-q'])
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'])
    return installedChromium()
  }
  console.log('Asking Playwright for a Chromium for the browser tests.')
  run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'])
  const { chromium } = await import('playwright-core')
  const downloaded = chromium.executablePath()
  return existsSync(downloaded) ? downloaded : undefined
}

function run(command: string, args: readonly string[]): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment, timeout: 300_000 })
}
