import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BoundaryEntryReport, leastControlsToTell } from '#shared/contract/health.ts'
import { temporaryFolder } from '../integration/made-project.ts'
import { makeNoisyProject, readNext } from '../integration/noisy-project.ts'
import { addImages, addLabels, makeProject } from '../store/made-project.ts'
import { launchChromium, saved, startHost } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
const noisy = makeNoisyProject(folder, 300)
let browser: Browser
let host: Awaited<ReturnType<typeof startHost>>
let page: Page
const complaints: string[] = []

/** Reads until enough controls at Mild and Moderate have been read, and enough for a reliability plot. */
beforeAll(async () => {
  host = await startHost(folder)
  const { client } = host.workstation
  await client.projects.open({ folder: noisy.project })
  await client.models.promote({ model: noisy.model })
  for (let read = 0; read < 70 || (await atBoundary(1, 'Ana')).controls < leastControlsToTell; read++) {
    await readNext(client, 'Ana', noisy.truth)
  }
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(host.newUrl())
  await page.getByTestId('go-projects').waitFor()
  await page.keyboard.press('Alt+6')
  await page.getByTestId('ledger').waitFor()
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

async function atBoundary(low: number, grader?: string): Promise<BoundaryEntryReport> {
  const { boundaries } = await host.workstation.client.health.ledger(grader === undefined ? {} : { grader })
  const entry = boundaries.find(({ boundary }) => boundary[0] === low)
  if (!entry) throw new Error(`There is no boundary above grade ${low}.`)
  return entry
}

describe('the label health screen', () => {
  it('tells of each boundary what was found and what is left, Mild and Moderate first', async () => {
    const { found, read, advice } = await atBoundary(1)
    const rows = await page.getByTestId('ledger').locator('tbody').allTextContents()
    expect(rows).toHaveLength(4)
    expect(rows[0]).toContain('Mild – Moderate')
    expect(rows[0]).toContain(advice)
    const sentence = await page.getByTestId('found-sentence').textContent()
    expect(sentence).toContain(`${found} wrong labels found in ${read} readings; in random order`)
    expect(await page.getByTestId('control-note').count()).toBe(0)
    expect(await page.getByTestId('self-agreement').textContent()).toContain('asked again')
  })

  it('shows the curve of the boundary that is chosen', async () => {
    await page.getByRole('button', { name: /^Severe – Proliferative ?: show its curve$/ }).click()
    await page.getByRole('region', { name: 'Wrong labels found, Severe – Proliferative' }).waitFor()
    await page.getByRole('button', { name: /^Mild – Moderate ?: show its curve$/ }).click()
    await page.getByRole('region', { name: 'Wrong labels found, Mild – Moderate' }).waitFor()
  })

  it('weighs another rate, typed, and the readings of one reader', async () => {
    const told = (text: string) => page.getByText(text).waitFor()
    await page.getByText('Other', { exact: true }).click()
    await page.getByTestId('ledger-rate').fill('0')
    await told('Above 0, below 100')
    await page.getByTestId('ledger-rate').fill('99,5')
    await told('you can stop where at most 99.5 % of the labels left are wrong')
    await page.getByTestId('ledger-reader').selectOption('Ana')
    await told('Readings of Ana;')
    await page.getByText('2 %', { exact: true }).click()
    await told('at most 2 % of the labels left')
    await page.getByTestId('ledger-reader').selectOption('All readers')
  })

  it('has the noise matrix as shares and as photographs, and says what suspicion is worth', async () => {
    const { noise, joint, estimatedWrong, reliability } = await host.workstation.client.health.labels()
    const cell = (name: string) =>
      page.getByRole('table', { name }).locator('tbody tr').nth(1).locator('td').nth(2).textContent()
    expect(await cell('Share of each true grade that got each label')).toBe(
      `${Math.round(100 * (noise?.[1]?.[2] ?? Number.NaN))} %`,
    )
    await page.getByText('Photographs', { exact: true }).last().click()
    expect(await cell('Photographs by label and estimated true grade')).toBe(
      String(Math.round(joint?.[1]?.[2] ?? Number.NaN)),
    )
    expect(await page.getByTestId('noise-sentence').textContent()).toContain(
      `About ${Math.round(estimatedWrong ?? 0)} of 300`,
    )
    expect(await page.getByTestId('calibration-sentence').textContent()).toContain(`over ${reliability?.n} labels read`)
  })

  it('gives every panel as CSV and as a picture of twice its size', async () => {
    const table = await saved(page, 'Save Boundary ledger as CSV')
    expect(table.file).toBe('regrade-eyes-boundary-ledger.csv')
    const { photographs, read } = await atBoundary(1)
    expect(table.content.toString()).toContain(`\r\n1,2,Mild – Moderate,${photographs},${read},`)
    const titles = await page.locator('main section').evaluateAll((all) => all.map((one) => one.ariaLabel ?? ''))
    expect(titles).toHaveLength(6)
    for (const title of titles) {
      const { content } = await saved(page, `Save ${title} as PNG`)
      const box = await page.getByRole('region', { name: title, exact: true }).boundingBox()
      expect(content.subarray(1, 4).toString()).toBe('PNG')
      expect(content.readUInt32BE(16), title).toBe(2 * Math.ceil(box?.width ?? 0))
      // A panel without anything painted on it is less than a tenth of this.
      expect(content.byteLength, title).toBeGreaterThan(40_000)
    }
  })

  it('follows what is read elsewhere', async () => {
    const before = (await atBoundary(1)).read
    while ((await atBoundary(1)).read === before) await readNext(host.workstation.client, 'Berta', noisy.truth)
    const { read } = await atBoundary(1)
    await page
      .getByTestId('found-sentence')
      .filter({ hasText: `in ${read} readings` })
      .waitFor()
  })

  it('says what is missing in a small project without readings or predictions', async () => {
    const parent = join(folder, 'small')
    await mkdir(parent)
    const store = makeProject(parent)
    addLabels(store, addImages(store, 3), [0, 1, 2])
    store.close()
    await host.workstation.client.projects.open({ folder: join(parent, 'eyes.regrade') })
    await page.getByText('Nothing is read between Mild and Moderate yet').waitFor()
    expect(await page.getByTestId('control-note').textContent()).toContain('fewer than 100 photographs')
    for (const title of ['Label noise', 'Reliability of suspicion']) {
      const panel = page.getByRole('region', { name: title, exact: true })
      await panel.getByRole('button', { name: 'Train a model' }).waitFor()
      expect(await panel.getByRole('button', { name: /^Save / }).count()).toBe(0)
    }
    expect(complaints).toEqual([])
  })
})
