import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { utimesSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../integration/made-project.ts'
import { launchChromium } from './browser-session.ts'

const root = join(import.meta.dirname, '..', '..')
const { folder, remove } = temporaryFolder()
const consoleLines: string[] = []
let said = ''
let dev: ChildProcess
let browser: Browser
let page: Page

/** Saves a file as it is: whoever watches it sees a change. */
function save(file: string): void {
  const now = new Date()
  utimesSync(join(root, file), now, now)
}

const addressIn = (text: string) => /http:\/\/127\.0\.0\.1:\d+\/\?ticket=\S+/.exec(text)?.[0]

beforeAll(async () => {
  const env = { ...process.env, XDG_CONFIG_HOME: join(folder, 'config'), REGRADE_STARTER: 'none' }
  dev = spawn(process.execPath, [join(root, 'tools/dev/dev.ts')], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [dev.stdout, dev.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text))
  await vi.waitUntil(() => addressIn(said), { timeout: 60_000 })
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(60_000)
  page.on('console', (message) => consoleLines.push(message.text()))
  await page.goto(addressIn(said) ?? '')
  await page.getByTestId('go-projects').waitFor()
})

afterAll(async () => {
  await browser?.close()
  dev.kill('SIGTERM')
  if (dev.exitCode === null) await once(dev, 'exit')
  await remove()
})

it('gives nothing of the window to who was not let in', async () => {
  const port = new URL(page.url()).port
  const status = await new Promise((resolve) => {
    request({ port, host: '127.0.0.1', path: '/app/main.tsx' }, (answer) => resolve(answer.statusCode)).end()
  })
  expect(status).toBe(401)
})

it('puts a changed part of the window in place of the old one, without loading the page again', async () => {
  await page.evaluate(() => Object.assign(window, { isSamePage: true }))
  await expect.poll(() => consoleLines.join('\n')).toContain('[vite] connected.')
  save('renderer/app/sheets/about.tsx')
  await expect.poll(() => consoleLines.join('\n'), { timeout: 30_000 }).toContain('hot updated: /app/sheets/about.tsx')
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true)
  const module = await page.evaluate(async () => await (await fetch('/app/sheets/about.tsx')).text())
  expect(module).toContain('//# sourceMappingURL=data:application/json')
})

it('starts the host again when one of its files has changed, and the page finds its way back', async () => {
  save('src/hosts/plain-host.ts')
  await expect.poll(() => said, { timeout: 60_000 }).toContain('The host has started again')
  await page.getByRole('button', { name: 'About' }).click()
  await page.getByText('Computing on').waitFor()
  await expect
    .poll(() => page.getByText('Computing on').textContent(), { timeout: 30_000 })
    .not.toContain('not yet known')
})
