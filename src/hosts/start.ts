import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError, asAppError } from '#shared/errors.ts'
import { applicationFolder } from './application.ts'
import { electronPackageFolder, findElectron } from './electron-binary.ts'
import { runElectron } from './electron-window.ts'
import { hasDisplay, openAddress } from './open-address.ts'

const downloadLimitMs = 90_000
const usage = 'Usage: npm start -- [PROJECT] [--port N] [--browser]'

/** Why Electron was not used, where it was not; its exit code where it was. */
async function openWindow(project: string | undefined): Promise<{ code: number } | { reason: string }> {
  if (!hasDisplay(process.platform, process.env)) return { reason: 'there is no display' }
  const electron = await findElectron({
    packageFolder: electronPackageFolder(),
    environment: process.env,
    limitMs: downloadLimitMs,
    onDownload: () => console.error('Getting Electron, once, for 90 seconds at most …'),
  })
  if (electron.kind === 'missing') return electron
  const end = await runElectron(electron.path, [applicationFolder, ...(project === undefined ? [] : ['--', project])])
  return end.kind === 'failed' ? end : { code: end.code }
}

async function openInBrowser(project: string | undefined, port: number | undefined): Promise<void> {
  // Only now: where Electron opens, this process needs no workstation of its own.
  const { startPlainHost, untilInterrupted } = await import('./plain-host.ts')
  const { logEndOfProcess } = await import('#workstation/log/end-of-process.ts')
  logEndOfProcess()
  const host = await startPlainHost({ project, port })
  const opened = await openAddress(host.newUrl())
  const url = host.newUrl()
  console.log(opened ? `Regrade is open in the browser: ${url}` : `Open Regrade in a browser: ${url}`)
  await untilInterrupted(host.close)
}

interface Arguments {
  readonly project: string | undefined
  readonly port: number | undefined
  readonly browser: boolean
}

function readArguments(): Arguments {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { port: { type: 'string' }, browser: { type: 'boolean', default: false } },
    })
    const port = values.port === undefined ? undefined : Number(values.port)
    const isPort = port === undefined || (Number.isInteger(port) && port >= 0 && port <= 65_535)
    if (positionals.length > 1 || !isPort) throw new Error(usage)
    // npm runs scripts in the project's root and keeps where it was called from here.
    const from = process.env.INIT_CWD ?? process.cwd()
    const project = positionals[0] === undefined ? undefined : resolve(from, positionals[0])
    return { project, port, browser: values.browser }
  } catch (cause) {
    throw new AppError('usage', cause instanceof Error ? cause.message : usage, { cause })
  }
}

async function start(): Promise<number> {
  const { project, port, browser } = readArguments()
  if (!browser) {
    const window = await openWindow(project)
    if ('code' in window) return window.code
    console.error(`Electron cannot be used here: ${window.reason}. Regrade opens in a browser instead.`)
  }
  await openInBrowser(project, port)
  return 0
}

try {
  process.exitCode = await start()
} catch (error) {
  const { code, message } = asAppError(error)
  console.error(message)
  process.exitCode = code === 'usage' ? 2 : 1
}
