import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningServer } from '#hosts/serve.ts'
import {
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
/** Loaded anew at each ratio. */
let fresh: Page

const screen = { width: 1600, height: 900 }

beforeAll(async () => {
  // Larger than the stage, so that the photograph is shown scaled to its pixels.
  await writeMadePhotographs(folder, 1, 1200)
  const workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  await workstation.close()
  host = await startHost(folder)
  browser = await launchChromium()
  const context = await browser.newContext({ viewport: screen })
  page = await context.newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(host.newUrl())
  await startReview(page)
  fresh = await page.context().newPage()
  await fresh.goto(page.url())
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

/** Gives the page other pixels from now on: `zoom` of the browser, on a screen of so many pixels for each of CSS. */
async function show(shown: Page, deviceScaleFactor: number, zoom: number): Promise<void> {
  const devtools = await shown.context().newCDPSession(shown)
  await devtools.send('Emulation.setDeviceMetricsOverride', {
    width: Math.round(screen.width / zoom),
    height: Math.round(screen.height / zoom),
    deviceScaleFactor: deviceScaleFactor * zoom,
    mobile: false,
  })
}

/** The photograph's canvas: its pixels, and in CSS pixels its size, the stage's, and what it has of the photograph. */
function canvasOf(shown: Page) {
  return shown.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid="stage"] canvas')
    const stage = canvas?.closest('[data-testid="stage"]')?.getBoundingClientRect()
    const context = canvas?.getContext('2d')
    if (!canvas || !context || !stage) throw new Error('There is no photograph on the stage.')
    const { width, height } = canvas
    const { data } = context.getImageData(0, 0, width, height)
    const lit = (index: number) => (data[index * 4 + 3] ?? 0) > 0
    const columns = Array.from({ length: width }, (_, x) => x).filter((x) => lit((height >> 1) * width + x))
    const rows = Array.from({ length: height }, (_, y) => y).filter((y) => lit(y * width + (width >> 1)))
    const box = canvas.getBoundingClientRect()
    return {
      picture: canvas.toDataURL(),
      pixels: [width, height],
      box: [box.width, box.height],
      stage: [stage.width, stage.height],
      margins: [columns[0] ?? 0, width - 1 - (columns.at(-1) ?? 0), rows[0] ?? 0, height - 1 - (rows.at(-1) ?? 0)].map(
        (pixels) => pixels / window.devicePixelRatio,
      ),
    }
  })
}

describe('the photograph on a page that comes to have other pixels', () => {
  it.each([
    ['a finer screen', 2, 1],
    ['a screen between the two', 1.25, 1],
    ['the browser zoomed to 200 %', 1, 2],
    ['the screen it began on', 1, 1],
  ])('is on %s what it would be there from the start', async (_, scale, zoom) => {
    const ratio = scale * zoom
    await show(page, scale, zoom)
    await show(fresh, scale, zoom)
    await fresh.reload()
    await paintedAfter(fresh, null)
    await expect
      .poll(async () => (await canvasOf(page)).picture === (await canvasOf(fresh)).picture, { timeout: 30_000 })
      .toBe(true)

    const { pixels, box, stage, margins } = await canvasOf(page)
    expect(await page.evaluate(() => window.devicePixelRatio)).toBe(ratio)
    for (const axis of [0, 1]) {
      expect(Math.abs((box[axis] ?? 0) - (stage[axis] ?? 0))).toBeLessThanOrEqual(1)
      expect(Math.abs((pixels[axis] ?? 0) - (stage[axis] ?? 0) * ratio)).toBeLessThanOrEqual(ratio)
    }
    // The whole photograph, in the middle.
    const [left = 0, right = 0, top = 0, bottom = 0] = margins
    expect(Math.abs(left - right)).toBeLessThanOrEqual(2)
    expect(Math.abs(top - bottom)).toBeLessThanOrEqual(2)
    expect(Math.min(left, top)).toBeLessThan(10)
  })
})
