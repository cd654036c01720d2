import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '#hosts/serve.ts'
import { namedChanges } from '#shared/augmentation.ts'
import {
  ended,
  importMadePhotographs,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { makeStarter } from '../integration/made-starter.ts'
import { launchChromium, paintedAfter, saved, startHost } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
let browser: Browser
let host: RunningServer
let page: Page
const complaints: string[] = []
/** What the page has asked of the workstation. */
const asked: string[] = []

beforeAll(async () => {
  await writeMadePhotographs(folder, 6, 128)
  const workstation = await testWorkstation(folder, (await makeStarter(folder)).folder)
  await importMadePhotographs(workstation, folder)
  const scoring = (await workstation.client.jobs.list()).find(({ kind }) => kind === 'score')
  if (scoring) await ended(workstation, scoring)
  await workstation.close()
  host = await startHost(folder)
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => asked.push(String(payload))))
  await page.goto(host.newUrl())
  await page.getByTestId('recent-project').first().click()
  await page.getByTestId('go-review').click()
  await page.getByTestId('reader-name').fill('Reader')
  await page.getByTestId('reader-accept').click()
  await paintedAfter(page, null)
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

const caption = () => page.getByTestId('heat-map-caption')
const selects = () => page.getByTestId('compared-grades').locator('select')

describe('a reader who asks where the model looked', () => {
  it('sets two grades against each other by a key, and changes both', async () => {
    await page.keyboard.press('y')
    await caption().filter({ hasText: 'cells' }).waitFor()
    const [first = '', second = ''] = await selects().evaluateAll((all) =>
      all.map((one) => (one as HTMLSelectElement).value),
    )
    expect(first).not.toBe(second)
    await selects().nth(0).selectOption('2')
    await selects().nth(1).selectOption('1')
    await caption().filter({ hasText: 'Red: speaks for Moderate rather than Mild' }).waitFor()
    // Given the other's, the two change places.
    await selects().nth(0).selectOption('1')
    await caption().filter({ hasText: 'Red: speaks for Mild rather than Moderate' }).waitFor()
    // The keys belong to the photographs again.
    await page.keyboard.press('y')
    await caption().filter({ hasText: 'Layer-CAM for 1 Mild' }).waitFor()
  })

  it('chooses method and layers in the corner, which are remembered', async () => {
    await page.getByTestId('map-picker').click()
    await page.getByLabel('HiRes-CAM').check()
    const layers = page.getByTestId('map-layers').locator('label')
    const names: string[] = []
    for (const place of [1, 3]) {
      await layers.nth(place).locator('input').check()
      names.push((await layers.nth(place).locator('[title]').getAttribute('title')) ?? '')
    }
    await caption()
      .filter({ hasText: `layer ${names.join()}, model` })
      .waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByTestId('map-picker').textContent()).toBe('HiRes-CAM · 2 layers')
    await page.reload()
    await paintedAfter(page, null)
    await page.keyboard.press('h')
    await caption().filter({ hasText: 'HiRes-CAM for' }).filter({ hasText: names.join() }).waitFor()
    await page.keyboard.press('m')
    await caption().filter({ hasText: 'Layer-CAM for' }).filter({ hasText: names.join() }).waitFor()
    await page.keyboard.press('m')
    await caption().filter({ hasText: 'Guided backpropagation' }).filter({ hasText: 'layer image' }).waitFor()
  })

  it('is told in a sentence where the model has no such layer, and goes back to the usual one', async () => {
    await page.evaluate(() => {
      const kept = JSON.parse(localStorage.getItem('regrade.preferences') ?? '')
      kept.state.mapMethod = 'grad-cam'
      kept.state.mapLayers = ['layer4.2']
      localStorage.setItem('regrade.preferences', JSON.stringify(kept))
    })
    await page.reload()
    await paintedAfter(page, null)
    await page.keyboard.press('h')
    await caption().filter({ hasText: 'No heat map: The model has no layer layer4.2.' }).waitFor()
    await page.getByText('Take the usual layer').click()
    await caption().filter({ hasText: 'Grad-CAM for' }).waitFor()
  })

  it('opens the photograph under each change by a key, and closes it again', async () => {
    const shown = () => page.getByTestId('changed-photograph')
    await page.keyboard.press('a')
    await shown().first().waitFor()
    await page.keyboard.press('Escape')
    await shown().first().waitFor({ state: 'detached' })
    const underChanges = () => asked.filter((frame) => frame.includes('"change":')).length
    const nextMap = async (method: string) => {
      await page.keyboard.press('m')
      await caption().filter({ hasText: method }).filter({ hasText: 'cells' }).waitFor()
    }
    // What was asked before the sheet closed has been heard of once a later question is answered.
    await nextMap('Grad-CAM++')
    const before = underChanges()
    expect(before).toBeGreaterThan(1)
    expect(before).toBeLessThan(namedChanges.length)
    // With two more maps made meanwhile, the next change would have been asked for.
    for (const method of ['HiRes-CAM', 'Layer-CAM']) await nextMap(method)
    expect(underChanges()).toBe(before)
    await page.getByTestId('augmentations').click()
    await shown()
      .nth(namedChanges.length - 1)
      .waitFor()
    const pictures = await shown()
      .locator('img')
      .evaluateAll((all) => all.map((one) => (one as HTMLImageElement).src))
    expect(new Set(pictures).size).toBeGreaterThan(namedChanges.length)
    const spread = page.getByTestId('augmentations-spread')
    expect(await spread.textContent()).toMatch(/under \d+ of 19 changes.* Expected grade \d\.\d\d to \d\.\d\d/)
    await page.keyboard.press('Escape')
    await shown().first().waitFor({ state: 'detached' })
  })

  it('takes the heat map, the sheet of changes and the queue along as files', async () => {
    const shown = (await page.getByTestId('photograph-name').textContent()) ?? ''
    const heatMap = async () => {
      await page.getByTestId('map-picker').click()
      const { file, content } = await saved(page, 'Save the heat map as PNG')
      await page.keyboard.press('Escape')
      expect(file).toContain(shown.toLowerCase().replaceAll('_', '-'))
      return sharp(content).raw().toBuffer({ resolveWithObject: true })
    }
    const map = await heatMap()
    expect([map.info.width, map.info.height]).toEqual([128, 128])
    await page.keyboard.press(']')
    // What lies over the photograph is in it as strongly as it is looked at.
    expect((await heatMap()).data.equals(map.data)).toBe(false)

    await page.getByTestId('augmentations').click()
    const sheet = await saved(page, 'Save the sheet as PNG')
    const { channels } = await sharp(sheet.content).stats()
    const [red, , blue] = channels.map(({ mean }) => mean)
    // The page is grey: retinas alone are redder than blue.
    expect(red).toBeGreaterThan((blue ?? 0) + 5)
    await page.keyboard.press('Escape')

    const queue = (await saved(page, 'Save the queue as CSV')).content.toString().trim().split('\r\n')
    expect(queue[0]).toMatch(/^place,photograph,label,current,read,model,suspicion,suggestion,reason,.*term_model/)
    expect(queue).toHaveLength(1 + 6)
    const reasons = queue.slice(1).map((row) => row.split(',')[8] ?? '')
    expect(reasons.filter((reason) => reason !== '')).not.toHaveLength(0)
  })

  it('has seen no error in the page', () => {
    expect(complaints).toEqual([])
  })
})
