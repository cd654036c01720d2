import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  importMadePhotographs,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { launchChromium, paintedAfter, startHost } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
let browser: Browser
let context: BrowserContext
let host: Awaited<ReturnType<typeof startHost>>
let ana: Page
let ben: Page

beforeAll(async () => {
  await writeMadePhotographs(folder, 12, 64)
  const workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  await workstation.close()
  host = await startHost(folder)
  browser = await launchChromium()
  // One browser, in which all tabs share what is kept in it.
  context = await browser.newContext({ viewport: { width: 1600, height: 900 } })
  context.setDefaultTimeout(30_000)
  ana = await context.newPage()
  await ana.goto(host.newUrl())
  await ana.getByTestId('recent-project').first().click()
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

const isReader = (page: Page, name: string) => page.getByTestId('reader').filter({ hasText: name }).waitFor()

it('two tabs of one browser have a reader each, also after they were loaded again', async () => {
  await ana.getByTestId('go-review').click()
  await ana.getByTestId('reader-name').fill('Ana')
  await ana.getByTestId('reader-accept').click()
  await paintedAfter(ana, null)

  ben = await context.newPage()
  await ben.goto(host.ownAddress)
  // A new tab is whoever named himself last, until somebody says otherwise.
  await isReader(ben, 'Ana')
  await ben.getByTestId('reader').click()
  await ben.getByTestId('reader-name').fill('Ben')
  await ben.getByTestId('reader-accept').click()
  await isReader(ben, 'Ben')
  await isReader(ana, 'Ana')
  for (const page of [ana, ben]) await page.reload()
  await isReader(ana, 'Ana')
  await isReader(ben, 'Ben')
})

it('a decision is stored under the reader of the tab that it was made in', async () => {
  const image = await paintedAfter(ana, null)
  await ana.keyboard.press('4')
  await paintedAfter(ana, image)
  const graders = await host.workstation.client.review.graders()
  expect(graders.map(({ name, readings }) => [name, readings])).toEqual([['Ana', 1]])
})

it('what one reader said appears to the other once he has read the photograph, or when the project shows it', async () => {
  await ben.getByTestId('go-review').click()
  const image = await paintedAfter(ben, null)
  const readings = ben.getByRole('region', { name: 'Earlier readings' })
  // Ben's queue begins where Ana's did.
  await ben.getByTestId('others-hidden').waitFor()
  expect(await readings.getByText('Ana').count()).toBe(0)
  await ben.keyboard.press('1')
  await paintedAfter(ben, image)
  await ben.keyboard.press('ArrowLeft')
  await readings.getByText('Ana').waitFor()
  await readings.getByText('Ben').waitFor()

  const second = await paintedAfter(ana, null)
  await ana.keyboard.press('3')
  await paintedAfter(ana, second)
  await ben.keyboard.press('n')
  await ben.getByTestId('others-hidden').waitFor()
  await ben.getByTestId('go-projects').click()
  await ben.getByRole('switch', { name: /what others said/ }).click({ force: true })
  await ben.getByTestId('go-review').click()
  await readings.getByText('Ana').waitFor()
})
