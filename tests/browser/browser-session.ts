import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { type RunningServer, type ServerOptions, startServer } from '#hosts/serve.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { testWorkstation } from '../integration/made-project.ts'

const rendererFolder = join(import.meta.dirname, '..', '..', 'dist', 'renderer')

/** Headless Chromium that asks nothing of any network. */
export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-quic'],
  })
}

/** The application as `serve` has it, on a port of its own or, after a restart, on the same one and with what it remembers. */
export async function startHost(
  folder: string,
  port = 0,
  remembers: Pick<ServerOptions, 'memory' | 'forgetSessions'> = {},
): Promise<RunningServer & { readonly workstation: Workstation }> {
  const workstation = await testWorkstation(folder)
  const server = await startServer({ workstation, port, rendererFolder, ...remembers })
  const close = async () => {
    await server.close()
    await workstation.close()
  }
  return { ...server, workstation, close }
}

/** Waits for the photograph after `image` to be on the screen; gives its id. */
export async function paintedAfter(page: Page, image: string | null): Promise<string> {
  await page.waitForFunction((before) => {
    const { painted } = document.documentElement.dataset
    return painted !== undefined && painted !== before
  }, image)
  return await page.evaluate(() => document.documentElement.dataset.painted ?? '')
}

/** Opens the project opened last, and its queue as a reader; gives the photograph that is on the screen then. */
export async function startReview(page: Page): Promise<string> {
  await page.getByTestId('recent-project').first().click()
  await page.getByTestId('go-review').click()
  await page.getByTestId('reader-name').fill('Reader')
  await page.getByTestId('reader-accept').click()
  return await paintedAfter(page, null)
}

/** The file that a button of this name saves. */
export async function saved(page: Page, name: string): Promise<{ readonly file: string; readonly content: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()])
  return { file: download.suggestedFilename(), content: await readFile(await download.path()) }
}
