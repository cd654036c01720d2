import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ended,
  importMadePhotographs,
  smallStart,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { makeStarter } from '../integration/made-starter.ts'
import { launchChromium, paintedAfter, startHost } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
let browser: Browser
let host: Awaited<ReturnType<typeof startHost>>
let page: Page

beforeAll(async () => {
  await writeMadePhotographs(folder, 24, 64)
  const workstation = await testWorkstation(folder, (await makeStarter(folder)).folder)
  await importMadePhotographs(workstation, folder)
  const { client } = workstation
  for (const run of await client.jobs.list()) await ended(workstation, await client.jobs.get({ run: run.id }))
  const set = { size: 32, batch: 8, folds: 0, epochs: 2, ...smallStart(folder) }
  await ended(workstation, await client.training.start({ recipe: 'quick', set }))
  // What it has said of the photographs is shown beside them.
  const starter = (await client.models.list()).find(({ status }) => status === 'starter')
  if (starter) await client.models.promote({ model: starter.id })
  await client.projects.close()
  await workstation.close()
  host = await startHost(folder)
  browser = await launchChromium()
  page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  page.setDefaultTimeout(30_000)
  await page.goto(host.newUrl())
  // Past the page that lets a browser in.
  await page.waitForURL(`${host.ownAddress}**`)
  await page.getByTestId('project-create').waitFor()
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong with the page as it is now, or with what is new in it, a line for each element. */
async function faults(part = 'html'): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include(part)
    .options({
      runOnly: { type: 'tag', values: tags },
      rules: { 'label-content-name-mismatch': { enabled: true }, 'target-size': { enabled: true } },
    })
    .setLegacyMode()
    .analyze()
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${impact} ${id}: ${html} ${failureSummary}`),
  )
}

const at = (testId: string) => page.getByTestId(testId)

async function go(name: string): Promise<void> {
  await page.evaluate((route) => {
    location.hash = `#/${route}`
  }, name)
  await page.locator(`main[data-route="${name}"]`).waitFor()
}

/** Opens a sheet, looks at it, and leaves it as a keyboard does. */
async function faultsOfDialog(open: () => Promise<void>): Promise<string[]> {
  await open()
  await page.getByRole('dialog').waitFor()
  const found = await faults('[role="dialog"]')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  // The button that had opened it has the focus and the pointer again, and would show what it is called.
  await page.mouse.move(0, 0)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  return found
}

describe('nothing is wrong with', () => {
  it('the screens without a project', async () => {
    expect(await faults()).toEqual([])
    await go('training')
    expect(await faults()).toEqual([])
  })

  it('Projects, and the sheet that picks a folder', async () => {
    await go('projects')
    await at('recent-project').first().click()
    await at('reviewed').first().waitFor()
    expect(await faults()).toEqual([])
    const choose = page.getByRole('button', { name: /^Choose…/ }).first()
    expect(await faultsOfDialog(() => choose.click())).toEqual([])
  })

  it('Review, and the sheet that asks who is reading', async () => {
    await go('review')
    await at('reader-name').waitFor()
    expect(await faults()).toEqual([])
    await at('reader-name').fill('Reader')
    await at('reader-accept').click()
    let image = await paintedAfter(page, null)
    // What is locked away is shown without all that is looked at here.
    while (await at('shown-blind').isVisible()) {
      await page.keyboard.press('ArrowRight')
      image = await paintedAfter(page, image)
    }
    expect(await faults()).toEqual([])
    expect(await page.getByRole('img', { name: /^Photograph .*(left|right) eye/ }).count()).toBe(1)
    await page.keyboard.press('u')
    await at('reason-dark').waitFor()
    expect(await faults()).toEqual([])
    await page.keyboard.press('Escape')
  })

  it('the heat map, its methods and layers, and the sheet of changes', async () => {
    await page.keyboard.press('y')
    await at('compared-grades').waitFor()
    expect(await faults()).toEqual([])
    await at('map-picker').click()
    await at('map-layers').waitFor()
    expect(await faults()).toEqual([])
    await page.keyboard.press('Escape')
    await at('map-layers').waitFor({ state: 'detached' })
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    const changes = async () => {
      await page.keyboard.press('a')
      await at('augmentations-spread').filter({ hasNotText: 'Computing' }).waitFor()
    }
    expect(await faultsOfDialog(changes)).toEqual([])
    await page.keyboard.press('h')
  })

  it('the keys, the palette and what is said of the program', async () => {
    expect(await faultsOfDialog(() => page.keyboard.press('?'))).toEqual([])
    expect(await faultsOfDialog(() => page.keyboard.press('Control+k'))).toEqual([])
    expect(await faultsOfDialog(() => page.getByRole('button', { name: 'About' }).click())).toEqual([])
  })

  it('Quality', async () => {
    await go('quality')
    await at('quality-cell').first().waitFor()
    expect(await faults()).toEqual([])
  })

  it('Training, with all that can be opened in it', async () => {
    await go('training')
    await at('kappa-curve').waitFor()
    for (const group of await page.locator('[data-testid^="recipe-group-"]').all()) await group.click()
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
    })
    expect(await faults()).toEqual([])
    await at('model-combine').click()
    expect(await faults('section[aria-label="Combine models"]')).toEqual([])
    await at('model-import').click()
    expect(await faults('section[aria-label="Import a model"]')).toEqual([])
    const card = async () => {
      await at('model-open').last().click()
      await at('model-card').getByText('Licence notes').waitFor()
    }
    expect(await faultsOfDialog(card)).toEqual([])
  })

  it('Label health', async () => {
    await go('health')
    await page.getByRole('region').first().waitFor()
    expect(await faults()).toEqual([])
  })

  it('Export, once something is written', async () => {
    await go('export')
    await at('export-csv').click()
    await page.getByText('rows written').waitFor()
    expect(await faults()).toEqual([])
  })

  it('Import, with what was found', async () => {
    await go('import')
    expect(await faults()).toEqual([])
    await at('import-images').fill(join(folder, 'photographs'))
    await at('import-labels').fill(join(folder, 'labels.csv'))
    await at('import-sentence').waitFor()
    expect(await faults()).toEqual([])
  })
})

it.each([
  ['at 1280 by 720', { width: 1280, height: 720 }],
  ['at 200 % of that', { width: 640, height: 360 }],
])('what the window says by itself stands where nothing is pressed, %s', async (_, size) => {
  await page.setViewportSize(size)
  await go('export')
  await host.workstation.client.quality.screen()
  const said = page.getByRole('complementary', { name: 'Messages' }).getByRole('alert')
  await said.filter({ hasText: 'The screening has ended.' }).waitFor()
  const [message, line] = await page.evaluate(() =>
    ['[role="alert"]', 'footer'].map((one) => document.querySelector(one)?.getBoundingClientRect().toJSON()),
  )
  expect(message.top).toBeGreaterThanOrEqual(line.top)
  expect(message.left).toBeGreaterThanOrEqual(0)
  expect(await page.locator('footer').locator('button, a, input, select').count()).toBe(0)
  await said.waitFor({ state: 'detached' })
})
