import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { haveIdrid, idridFolder, withoutIdrid } from '../../tools/real-photographs.ts'
import { ended, temporaryFolder, testWorkstation } from '../integration/made-project.ts'
import { launchChromium, startHost } from './browser-session.ts'

if (!haveIdrid) console.warn(withoutIdrid('Verdicts on real photographs are skipped'))

const photographs = 294
const { folder, remove } = temporaryFolder()
let browser: Browser
let host: Awaited<ReturnType<typeof startHost>>
let page: Page

beforeAll(async () => {
  if (!haveIdrid) return
  const workstation = await testWorkstation(folder)
  const { client } = workstation
  await client.projects.create({ folder: join(folder, 'eyes.regrade'), name: 'Eyes' })
  const labelsFile = join(idridFolder, 'official_training_labels.csv')
  await ended(workstation, await client.imports.start({ imagesFolder: join(idridFolder, 'images'), labelsFile }))
  await workstation.close()
  host = await startHost(folder)
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  page.setDefaultTimeout(30_000)
  await page.goto(host.newUrl())
}, 300_000)

afterAll(async () => {
  if (haveIdrid) {
    await browser.close()
    await host.close()
  }
  await remove()
})

const notice = (text: string | RegExp) => page.getByTestId('quality-notice').filter({ hasText: text }).waitFor()
const counts = async () => (await host.workstation.client.quality.list({ limit: 1 })).counts

describe.skipIf(!haveIdrid)('verdicts on a screen of real photographs', () => {
  it('the whole range is marked, loaded or not, and one key takes it back', async () => {
    await page.getByTestId('recent-project').first().click()
    await page.getByTestId('go-quality').click()
    await page.getByTestId('reader-name').fill('Ana')
    await page.getByTestId('reader-accept').click()
    await page.getByTestId('quality-cell').first().waitFor()
    const before = await counts()
    // Keys count once the sheet that asked for the reader has gone.
    const selected = async () => {
      await page.keyboard.press('Home')
      await page.keyboard.press('Shift+End')
      return await page
        .getByTestId('quality-notice')
        .textContent({ timeout: 2000 })
        .catch(() => null)
    }
    await expect.poll(selected, { timeout: 60_000 }).toContain(`${photographs} of ${photographs} selected`)
    await page.keyboard.press('s')
    await notice(`${photographs} marked usable; Z undoes.`)
    expect(await counts()).toEqual({ good: 0, usable: photographs, reject: 0 })
    await page.keyboard.press('z')
    await notice(`Taken back: usable, ${photographs} photographs.`)
    expect(await counts()).toEqual(before)
  })

  it('what is marked already is left, and said so; the button takes back as the key does', async () => {
    await page.keyboard.press('Home')
    await page.keyboard.press('Shift+PageDown')
    await notice(/^\d+ of 294 selected$/)
    const selected = Number((await page.getByTestId('quality-notice').textContent())?.split(' ')[0])
    await page.keyboard.press('b')
    await notice(`${selected} marked bad; Z undoes.`)
    await page.keyboard.press('Control+a')
    await page.keyboard.press('b')
    await notice(`${photographs - selected} marked bad, ${selected} left as marked bad before; Z undoes.`)
    await page.getByTestId('quality-undo').click()
    await notice(`Taken back: bad, ${photographs - selected} photographs.`)
    await page.keyboard.press('Shift+Z')
    await notice(`Made again: bad, ${photographs - selected} photographs.`)
  })

  it('under a filter the selection is of what the filter gives', async () => {
    const bad = page.getByRole('toolbar', { name: 'Verdict' }).getByRole('button', { name: /^Bad/ })
    await bad.click()
    await page.keyboard.press('Control+a')
    await notice(`${photographs} of ${photographs} selected`)
    await page.keyboard.press('g')
    await page.getByText('None of this kind').waitFor()
    expect(await counts()).toEqual({ good: photographs, usable: 0, reject: 0 })
    await page.getByTestId('quality-undo').click()
    await notice(`Taken back: good, ${photographs} photographs.`)
  })
})
