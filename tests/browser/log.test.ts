import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { logFailure } from '../../src/shared/log.ts'
import { temporaryFolder } from '../integration/made-project.ts'
import { launchChromium, startHost } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
let browser: Browser
let host: Awaited<ReturnType<typeof startHost>>
let page: Page

beforeAll(async () => {
  host = await startHost(folder)
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(30_000)
  await page.goto(host.newUrl())
  await page.getByTestId('go-projects').waitFor()
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

it('opens the log from the palette, with what failed and its cause', async () => {
  logFailure('error', 'Suspicion could not learn from a decision.', new TypeError('x is not iterable'))
  await page.keyboard.press('Control+k')
  await page.locator('input:focus').fill('open the log')
  await page.keyboard.press('Enter')
  const entries = page.getByRole('dialog', { name: 'Log' }).getByRole('textbox', { name: 'Entries' })
  await entries.waitFor()
  await expect
    .poll(() => entries.inputValue())
    .toMatch(/error Suspicion could not learn from a decision\.\n {2}because TypeError \(x is not iterable\)/)
  await page.keyboard.press('Escape')
  await entries.waitFor({ state: 'detached' })
})
