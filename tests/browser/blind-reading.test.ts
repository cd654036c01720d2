import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunningServer } from '#hosts/serve.ts'
import {
  ended,
  importMadePhotographs,
  smallStart,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { launchChromium, paintedAfter, startHost } from './browser-session.ts'

const photographs = 24
const { folder, remove } = temporaryFolder()
let browser: Browser
let host: RunningServer
let page: Page

/** A project with a model, and with photographs that are locked away to judge it by. */
beforeAll(async () => {
  await writeMadePhotographs(folder, photographs, 64)
  const workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  const set = { ...smallStart(folder), size: 32, batch: 8, folds: 2, epochs: 1 }
  await ended(workstation, await workstation.client.training.start({ recipe: 'quick', set }))
  await workstation.close()
  host = await startHost(folder)
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(30_000)
  await page.goto(host.newUrl())
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

/** Grades, taps again at once, and once more with another key as soon as the labels are there. */
function tapOnceMoreAtTheReveal(): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const tap = (key: string) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
        const observer = new MutationObserver(() => {
          if (!document.querySelector('[aria-label="Imported labels"]')) return
          observer.disconnect()
          tap('3')
          resolve()
        })
        observer.observe(document.body, { childList: true, subtree: true })
        tap('2')
        tap('2')
      }),
  )
}

it('a locked photograph is read blind, is then shown with all that is known of it, and stays for a second key', async () => {
  await page.getByTestId('recent-project').first().click()
  await page.getByTestId('go-review').click()
  await page.getByTestId('reader-name').fill('Reader')
  await page.getByTestId('reader-accept').click()
  let image = await paintedAfter(page, null)
  const blind = page.getByTestId('shown-blind')
  const labels = page.getByRole('region', { name: 'Imported labels' })
  // Without a suspicion that is shown, they are the last of the queue.
  for (let read = 0; read < photographs && !(await blind.isVisible()); read++) {
    expect(await labels.isVisible()).toBe(true)
    await page.keyboard.press('0')
    image = await paintedAfter(page, image)
  }
  expect(await blind.isVisible()).toBe(true)
  for (const name of ['Imported labels', 'Model', 'Why it is here', 'Earlier readings']) {
    expect(await page.getByRole('region', { name, exact: true }).count()).toBe(0)
  }

  await tapOnceMoreAtTheReveal()
  await labels.waitFor()
  expect(await blind.count()).toBe(0)
  expect(await page.evaluate(() => document.documentElement.dataset.painted)).toBe(image)
  await page.getByText('Read blind and stored.', { exact: false }).waitFor()
  await page.getByText('blind ·', { exact: false }).waitFor()
  // The taps that came while it was stored, and with the labels, are not taken for a second reading; the line says so.
  expect(await page.getByTestId('refused').textContent()).toMatch(/^Not taken: its labels have only just come up/)
  expect(await page.getByRole('region', { name: 'Earlier readings' }).locator('li').count()).toBe(1)
  await page.keyboard.press('3')
  expect(await paintedAfter(page, image)).not.toBe(image)
})
