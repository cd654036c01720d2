import type { Browser, CDPSession, Page } from 'playwright-core'
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
let devtools: CDPSession
let image: string

/** Photographs read so far, whose readings the project has. */
let read = 0

beforeAll(async () => {
  await writeMadePhotographs(folder, 24, 64)
  const workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  await workstation.close()
  host = await startHost(folder)
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(30_000)
  devtools = await page.context().newCDPSession(page)
  await page.goto(host.newUrl())
  image = await startReview(page)
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

const modifiers = { alt: 1, ctrl: 2, shift: 8 } as const

interface Press {
  readonly held?: readonly (keyof typeof modifiers)[]
  readonly autoRepeat?: boolean
}

/** A key as a keyboard of any layout gives it: what it writes, and where it lies. */
async function press(key: string, code: string, { held = [], autoRepeat = false }: Press = {}): Promise<void> {
  const event = { key, code, modifiers: held.reduce((sum, one) => sum + modifiers[one], 0), autoRepeat }
  const text = key.length === 1 && held.every((one) => one === 'shift') ? { text: key } : {}
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event, ...text })
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
}

/** What the page has painted, once two frames have passed and nothing is being stored. */
async function rests(): Promise<string | undefined> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await page.locator('section[aria-label="Grade"][aria-busy="false"]').waitFor()
  return await page.evaluate(() => document.documentElement.dataset.painted)
}

const readings = () => page.getByTestId('reviewed').textContent()

async function expectGraded(): Promise<void> {
  read += 1
  image = await paintedAfter(page, image)
  await page
    .getByTestId('reviewed')
    .filter({ hasText: `${read} of 24` })
    .waitFor()
}

describe('keys of other keyboards', () => {
  it('grades by the number pad, and moves by it while NumLock is off, and says so', async () => {
    await press('1', 'Numpad1')
    await expectGraded()
    await press('End', 'Numpad1')
    image = await paintedAfter(page, image)
    await page.getByTestId('refused').filter({ hasText: 'NumLock is off' }).waitFor()
    await press('Home', 'Home')
    image = await paintedAfter(page, image)
    expect(await readings()).toContain(`${read} of 24`)
    expect(await page.getByTestId('refused').textContent()).toBe('')
  })

  it('grades by no digit with AltGr, a dead key, or one held down', async () => {
    await press('²', 'Digit2', { held: ['ctrl', 'alt'] })
    await press('2', 'Digit2', { held: ['ctrl', 'alt'] })
    await press('Dead', 'Digit2')
    await press('Process', 'Digit2')
    await press('2', 'Digit2', { autoRepeat: true })
    await page.evaluate(() => {
      const altGraph = { key: '2', code: 'Digit2', modifierAltGraph: true, bubbles: true }
      document.body.dispatchEvent(new KeyboardEvent('keydown', altGraph))
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: '2', code: 'Digit2', isComposing: true, bubbles: true }),
      )
    })
    expect(await rests()).toBe(image)
    expect(await readings()).toContain(`${read} of 24`)
  })

  it('grades on a French keyboard with Shift and without', async () => {
    await page.keyboard.press('n')
    image = await paintedAfter(page, image)
    await press('é', 'Digit2')
    await expectGraded()
    await press('2', 'Digit2', { held: ['shift'] })
    await expectGraded()
  })

  it('hears Cyrillic and Greek letters by their place', async () => {
    await press('г', 'KeyU')
    await page.getByTestId('reason-dark').waitFor()
    await press('δ', 'KeyD')
    await expectGraded()
    await press('я', 'KeyZ')
    image = await paintedAfter(page, image)
    read -= 1
    await page
      .getByTestId('reviewed')
      .filter({ hasText: `${read} of 24` })
      .waitFor()
  })
})

describe('a key that the reader has bound', () => {
  it('is shown and announced on the pad, and the old one does nothing', async () => {
    await page.keyboard.press('?')
    await page.getByRole('button', { name: 'Ungradable: too dark: D. Change' }).click()
    await page.keyboard.press('Control+p')
    await page.getByText('Ctrl P prints. Choose another key.').waitFor()
    await page.getByRole('button', { name: 'Ungradable: too dark: D. Change' }).click()
    await page.keyboard.press('j')
    await page.getByRole('button', { name: 'Ungradable: too dark: J. Change' }).waitFor()
    await page.getByRole('button', { name: 'Grade 2 Moderate, and go on: 2. Change' }).click()
    await page.keyboard.press('q')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    const moderate = page.getByTestId('grade-2')
    expect(await moderate.getAttribute('aria-keyshortcuts')).toBe('Q')
    await moderate.locator('[data-keys="Q"]').waitFor()
    await page.keyboard.press('u')
    const dark = page.getByTestId('reason-dark')
    expect(await dark.getAttribute('aria-keyshortcuts')).toBe('J')
    expect(await dark.textContent()).toContain('J')
    await page.keyboard.press('d')
    expect(await dark.isVisible()).toBe(true)
    expect(await readings()).toContain(`${read} of 24`)
    await page.keyboard.press('j')
    await expectGraded()
    await page.keyboard.press('q')
    await expectGraded()
  })
})

describe('a key that comes too early', () => {
  it('is refused in a line of the pad while the photograph is on its way, and taken once it is there', async () => {
    let arrive: () => void = () => undefined
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    await page.route(/\/preview/, async (route) => {
      await arrived
      await route.continue()
    })
    // Beyond those that are decoded ahead.
    await page.keyboard.press('PageDown')
    await page.keyboard.press('3')
    await page.getByTestId('refused').filter({ hasText: 'the photograph is not on the screen yet' }).waitFor()
    arrive()
    image = await paintedAfter(page, image)
    await page.unroute(/\/preview/)
    expect(await readings()).toContain(`${read} of 24`)
    await page.keyboard.press('3')
    await page
      .getByTestId('reviewed')
      .filter({ hasText: `${read + 1} of 24` })
      .waitFor()
  })
})
