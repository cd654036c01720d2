import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ended, importMadePhotographs, temporaryFolder, writeMadePhotographs } from '../integration/made-project.ts'
import { launchChromium, startHost } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
let browser: Browser
let host: Awaited<ReturnType<typeof startHost>>
let page: Page
const complaints: string[] = []

/** Twelve photographs with a label file, and a second one that takes each Moderate for Severe. */
beforeAll(async () => {
  await writeMadePhotographs(folder, 12, 64)
  const text = await readFile(join(folder, 'labels.csv'), 'utf8')
  await writeFile(join(folder, 'again.csv'), text.replaceAll(',2\n', ',3\n'))
  host = await startHost(folder)
  await importMadePhotographs(host.workstation, folder)
  const again = { imagesFolder: join(folder, 'photographs'), labelsFile: join(folder, 'again.csv') }
  await ended(host.workstation, await host.workstation.client.imports.start(again))
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(host.newUrl())
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

it('the import screen lists the label files, and shows what another primary one does before it is made primary', async () => {
  const { client } = host.workstation
  const { changed } = await client.labels.previewPrimary({ labelSet: 'again' })
  expect(changed).toBeGreaterThan(0)
  await page.getByTestId('go-import').click()
  const sets = page.getByTestId('label-files').locator('> li')
  expect(await sets.count()).toBe(2)
  expect(await sets.nth(0).innerText()).toMatch(
    /labels the label of 12 photographs\s+Primary\s+labels\.csv · eyepacs · 12 of 12 rows/,
  )
  expect(await sets.nth(1).innerText()).toMatch(/again the label of no photograph\s+Make primary\s+again\.csv/)

  await page.getByRole('button', { name: 'Make primary: again' }).click()
  const preview = page.getByTestId('primary-preview')
  await preview.getByText(`${changed} of 12 labels`).waitFor()
  const row = preview.getByRole('row', { name: '2 Moderate' })
  expect(await row.getByRole('cell').nth(3).innerText()).toBe(String(changed))
  await page.getByRole('button', { name: 'Leave it as it is' }).click()
  await preview.waitFor({ state: 'detached' })
  expect((await client.labels.list()).map(({ primary }) => primary)).toEqual([true, false])

  await page.getByRole('button', { name: 'Make primary: again' }).click()
  await page.getByTestId('primary-confirm').click()
  await page.getByText(/“again” is primary now; \d+ labels? changed\./).waitFor()
  await page.getByRole('button', { name: 'Make primary: labels' }).waitFor()
  expect((await client.labels.list()).map(({ primary, counting }) => [primary, counting])).toEqual([
    [false, 0],
    [true, 12],
  ])
})

it('a photograph’s label names the file that it is of, and what other files say stands apart', async () => {
  await page.getByTestId('go-review').click()
  await page.getByTestId('reader-name').fill('Reader')
  await page.getByTestId('reader-accept').click()
  const part = page.getByRole('region', { name: 'Imported labels' })
  await part.getByText('again.csv').waitFor()
  expect(await part.innerText()).toMatch(/^Label\s[\s\S]*again\.csv[\s\S]*Another label file[\s\S]*labels\.csv/)
  expect(complaints).toEqual([])
})
