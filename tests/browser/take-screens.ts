import { mkdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { namedChanges } from '#shared/augmentation.ts'
import { idridFolder } from '../../tools/real-photographs.ts'
import { launchChromium, paintedAfter, startHost } from './browser-session.ts'

/** Takes the pictures of docs/screens from a project: `node tests/browser/take-screens.ts PROJECT [FOLDER]`. The project
 *  should hold real photographs and a model. */
const [project, output = 'docs/screens'] = process.argv.slice(2)
if (!project) throw new Error('Usage: node tests/browser/take-screens.ts PROJECT [FOLDER]')
const folder = resolve(output)
await mkdir(folder, { recursive: true })

const host = await startHost(join(folder, '..', '..', 'dist'))
const browser = await launchChromium()
const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
page.setDefaultTimeout(20_000)
const shoot = async (name: string) => {
  await page.waitForTimeout(1500)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

await page.goto(host.newUrl())
await page.getByTestId('project-open-folder').fill(resolve(project))
await page.getByTestId('project-open').click()
await page.getByTestId('reviewed').first().waitFor()
await review(page)
for (const screen of ['projects', 'quality', 'training', 'health', 'export']) {
  await page.getByTestId(`go-${screen}`).click()
  await shoot(screen)
}
await modelCard(page)
await importPreview(page)
await browser.close()
await host.close()

async function review(page: Page): Promise<void> {
  // The sheet that asks who is reading comes with the first look at the queue.
  await page.evaluate(() => {
    location.hash = '#/review'
  })
  await page.getByTestId('reader-name').fill('Reader')
  await page.getByTestId('reader-accept').click()
  await paintedAfter(page, null)
  await shoot('review')
  await page.keyboard.press('h')
  await page.getByTestId('heat-map-caption').filter({ hasText: 'cells' }).waitFor()
  await shoot('review-heat-map')
  await page.keyboard.press('y')
  await page.getByTestId('heat-map-caption').filter({ hasText: 'speaks for' }).waitFor()
  await shoot('review-difference')
  await page.keyboard.press('a')
  await page
    .getByTestId('changed-photograph')
    .nth(namedChanges.length - 1)
    .waitFor()
  await shoot('review-changes')
  await page.keyboard.press('Escape')
  await page.keyboard.press('y')
  await page.keyboard.press('h')
  await page.keyboard.press('?')
  await page.getByTestId('help-sheet').waitFor({ state: 'attached' })
  await shoot('keys')
  await page.keyboard.press('Escape')
}

/** The card of the newest model. */
async function modelCard(page: Page): Promise<void> {
  await page.getByTestId('go-training').click()
  await page.getByTestId('model-open').last().click()
  await page.getByTestId('model-card').getByText('Licence notes').waitFor()
  await shoot('model-card')
  await page.keyboard.press('Escape')
}

/** The preview of an import, where the IDRiD photographs are there. */
async function importPreview(page: Page): Promise<void> {
  // Under a name of its own: a picture need not show where a checkout lies.
  const data = join(tmpdir(), 'IDRiD')
  await rm(data, { force: true })
  await symlink(idridFolder, data)
  await page.getByTestId('go-import').click()
  await page.getByTestId('import-images').fill(join(data, 'images'))
  await page.getByTestId('import-labels').fill(join(data, 'second_published_labels.csv'))
  await page.getByTestId('import-sentence').waitFor()
  await shoot('import')
}
