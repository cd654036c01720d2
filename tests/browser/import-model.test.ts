import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { encodeTensors } from '#nn/weights/safetensors.ts'
import { temporaryFolder } from '../integration/made-project.ts'
import { launchChromium, startHost } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
let host: Awaited<ReturnType<typeof startHost>>
let browser: Browser
let page: Page

beforeAll(async () => {
  host = await startHost(folder)
  await host.workstation.client.projects.create({ folder: join(folder, 'Eyes.regrade'), name: 'Eyes' })
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1280, height: 720 } })
  await page.goto(host.newUrl())
  await page.getByTestId('go-training').click()
  await page.getByTestId('model-import').click()
})
afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

describe('the form that imports a model', () => {
  it('says what a file of another format is and what to do, before anything is asked of it', async () => {
    await page.getByTestId('model-file').fill('/data/best.pth')
    await page.getByText('best.pth is of PyTorch’s own format').waitFor()
    expect((await page.getByTestId('model-advice').innerText()).split('\n')).toHaveLength(3)
    expect(await page.getByTestId('model-import-start').isDisabled()).toBe(true)
  })

  it('has a field for whatever the file does not say, and says what is wrong with it', async () => {
    await page.getByTestId('model-file').fill(join(folder, 'theirs.onnx'))
    await page.getByTestId('model-details').click()
    await page.getByTestId('model-head').selectOption('regression')
    await page.getByTestId('model-cuts').fill('1.5, 0.5, 2.5, 3.5')
    await page.getByText('Four numbers that ascend').waitFor()
    await page.getByTestId('model-head').selectOption('')
    await page.getByTestId('model-size').fill('9')
    await page.getByText('A whole number from 16 to 4096').waitFor()
    await page.getByTestId('model-size').fill('')
    await page.getByTestId('model-normalisation').selectOption('own')
    await page.getByTestId('model-mean').fill('123.7, 116.3, 103.5')
    await page.getByText('divide numbers meant for 0 to 255').waitFor()
    expect(await page.getByTestId('model-import-start').isDisabled()).toBe(true)
    await page.getByTestId('model-normalisation').selectOption('imagenet')
    await page.getByTestId('model-order').selectOption('own')
    await page.getByTestId('model-classes').fill('mild, mild')
    await page.getByText('The five grades with commas between').waitFor()
    await page.getByTestId('model-order').selectOption('')
  })

  it('shows weights without a classifier for grades as a place to start from, which nobody can promote', async () => {
    const file = join(folder, 'efficientnet_b0.safetensors')
    const weights = initialParameters(buildNetwork({ architecture: 'efficientnet-b0', classes: 1000 }), 7)
    writeFileSync(file, encodeTensors(weights))
    await page.getByTestId('model-file').fill(file)
    await page.getByTestId('model-import-start').click()
    const imported = page.getByTestId('model-imported')
    await imported.getByText('a place to start from').waitFor()
    expect(await imported.innerText()).toMatch(/m1 cannot grade yet.*1000 classes.*choose m1 under “Start from”/s)
    // What was said in the form was applied.
    await imported.getByText('0.485, 0.456, 0.406').waitFor()
    await page.getByTestId('model-imported-close').click()
    await page.getByRole('cell', { name: 'to start from' }).waitFor()
    await page.getByTestId('model-open').click()
    await page.getByTestId('card-import-notes').getByText('0.485, 0.456, 0.406').waitFor()
    expect(await page.getByTestId('card-promote').isDisabled()).toBe(true)
  })
})
