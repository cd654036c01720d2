import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '#hosts/serve.ts'
import {
  ended,
  importMadePhotographs,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { launchChromium, paintedAfter, startHost, startReview } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
let browser: Browser
let host: RunningServer
let page: Page
let image: string

beforeAll(async () => {
  await writeMadePhotographs(folder, 12, 64)
  const workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  const { client } = workstation
  for (const run of await client.jobs.list()) await ended(workstation, await client.jobs.get({ run: run.id }))
  await workstation.close()
  host = await startHost(folder)
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(30_000)
  await page.goto(host.newUrl())
  image = await startReview(page)
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

const sheetGone = () => page.getByRole('dialog').waitFor({ state: 'detached' })

/** Gives the action of that name another key in the help sheet, which then shows it. */
async function bind(label: string, before: string, key: string, shown = key.toUpperCase()): Promise<void> {
  await page.keyboard.press('?')
  await page.getByRole('button', { name: `${label}: ${before}. Change`, exact: true }).click()
  await page.keyboard.press(key)
  const row = page.getByRole('button', { name: `${label}: ${shown}. Change`, exact: true })
  await row.waitFor()
  expect(await row.locator('[data-keys]').evaluateAll((hints) => hints.map((hint) => hint.dataset.keys))).toEqual([
    shown,
  ])
  await page.keyboard.press('Escape')
  await sheetGone()
}

/** The key that the palette shows beside the command. */
async function inPalette(label: string): Promise<string | null> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Find a command or a photograph').fill(label)
  const command = page.getByRole('dialog').getByText(label, { exact: true }).locator('xpath=ancestor::button')
  const key = await command.locator('[data-keys]').getAttribute('data-keys')
  await page.keyboard.press('Escape')
  await sheetGone()
  return key
}

const reviewed = (n: number) =>
  page
    .getByTestId('reviewed')
    .filter({ hasText: `${n} of 12` })
    .waitFor()

describe('a key that the reader has changed is the same wherever it is shown, and works', () => {
  it('for “too dark”: on the pad and in the help; its old key does nothing', async () => {
    await bind('Ungradable: too dark', 'D', 'g')
    await page.keyboard.press('u')
    const dark = page.getByTestId('reason-dark')
    expect(await dark.textContent()).toBe('GToo dark')
    expect(await dark.getAttribute('aria-keyshortcuts')).toBe('G')
    await page.keyboard.press('d')
    expect(await dark.isVisible()).toBe(true)
    await page.keyboard.press('g')
    image = await paintedAfter(page, image)
    await reviewed(1)
  })

  it('for what leads to the reasons: on the pad, in the palette and in the heading of the help', async () => {
    const label = 'Ungradable: then one key for the reason'
    await bind(label, 'U', 'v')
    expect(await page.getByTestId('ungradable').getAttribute('aria-keyshortcuts')).toBe('V')
    await page.getByTestId('ungradable').locator('[data-keys="V"]').waitFor()
    expect(await inPalette(label)).toBe('V')
    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'After V: why it is ungradable' }).waitFor()
    await page.keyboard.press('Escape')
    await sheetGone()
    await page.keyboard.press('u')
    expect(await page.getByTestId('reason-dark').count()).toBe(0)
    await page.keyboard.press('v')
    await page.getByTestId('reason-dark').waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('ungradable').waitFor()
  })

  it('for a tool under the photograph: in its tooltip and in the palette', async () => {
    await bind('Heat map on or off', 'H', 'j')
    const tool = page.getByTestId('heat-map')
    expect(await tool.getAttribute('aria-keyshortcuts')).toBe('J')
    await tool.hover()
    await page.getByRole('tooltip', { name: 'Heat map on or off (J)' }).waitFor()
    await page.mouse.move(0, 0)
    expect(await inPalette('Heat map on or off')).toBe('J')
    await page.keyboard.press('h')
    expect(await tool.getAttribute('aria-pressed')).toBe('false')
    await page.keyboard.press('j')
    await page.locator('[data-testid="heat-map"][aria-pressed="true"]').waitFor()
    await page.keyboard.press('j')
  })

  it('for a verdict and its undoing: in the bar of Quality, in the palette and in the sentence', async () => {
    await page.getByTestId('go-quality').click()
    await page.getByTestId('quality-cell').first().waitFor()
    await bind('Good', 'G', 'y')
    await bind('Undo the last verdict', 'Z or Ctrl Z', 'w')
    await page.locator('main [data-keys="Y"]').waitFor()
    expect(await page.locator('main [data-keys="G"]').count()).toBe(0)
    expect(await page.getByTestId('quality-undo').getAttribute('aria-keyshortcuts')).toBe('W')
    expect(await inPalette('Good')).toBe('Y')
    const notice = page.getByTestId('quality-notice')
    await page.keyboard.press('g')
    expect(await notice.textContent()).toBe('')
    await page.keyboard.press('y')
    await notice.filter({ hasText: '1 marked good; W undoes.' }).waitFor()
    await page.keyboard.press('w')
    await notice.filter({ hasText: 'Taken back: good, 1 photograph.' }).waitFor()
  })

  it('for a screen: in the rail and in the palette', async () => {
    await bind('Label health', 'Alt 6', 'F9')
    expect(await page.getByTestId('go-health').getAttribute('aria-keyshortcuts')).toBe('F9')
    expect(await inPalette('Label health')).toBe('F9')
    await page.keyboard.press('Alt+6')
    expect(await page.locator('main').getAttribute('data-route')).toBe('quality')
    await page.keyboard.press('F9')
    await page.locator('main[data-route="health"]').waitFor()
  })
})
