import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HostMemory } from '#hosts/admission/host-memory.ts'
import type { RunningServer } from '#hosts/serve.ts'
import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { encodeTensors } from '#nn/weights/safetensors.ts'
import { temporaryFolder, writeMadePhotographs } from '../integration/made-project.ts'
import { launchChromium, paintedAfter, startHost } from './browser-session.ts'

const photographs = 24
const { folder, remove } = temporaryFolder()
let memory: HostMemory
let browser: Browser
let host: RunningServer
let page: Page
const complaints: string[] = []

/** Of a network for a thousand classes. */
function publishedWeights(architecture: string): Uint8Array {
  return encodeTensors(initialParameters(buildNetwork({ architecture, classes: 1000 }), 7))
}

async function fineTuneIsOffered(): Promise<void> {
  await page.waitForFunction(() => {
    const button = document.querySelector('[data-testid="fine-tune"]')
    return button instanceof HTMLButtonElement && !button.disabled
  })
}

beforeAll(async () => {
  await writeMadePhotographs(folder, photographs, 128)
  memory = new HostMemory(join(folder, 'remembered'))
  host = await startHost(folder, 0, { memory })
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(host.newUrl())
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

describe('a reader at the workstation', () => {
  it('makes a project and imports photographs with their labels', async () => {
    await page.getByTestId('project-new-name').fill('Made eyes')
    await page.getByTestId('project-new-where').fill(folder)
    await page.getByTestId('project-create').click()
    await page.getByTestId('project-name').filter({ hasText: 'Made eyes' }).first().waitFor()

    await page.getByTestId('go-import').click()
    await page.getByTestId('import-images').fill(join(folder, 'photographs'))
    await page.getByTestId('import-labels').fill(join(folder, 'labels.csv'))
    await page.getByTestId('import-sentence').filter({ hasText: 'EyePACS' }).waitFor()
    await page.getByTestId('import-start').click()
    await page.getByTestId('import-report').waitFor()
  })

  it('grades ten photographs by key and undoes one', async () => {
    await page.getByTestId('go-review').click()
    await page.getByTestId('reader-name').fill('Reader')
    await page.getByTestId('reader-accept').click()
    let image = await paintedAfter(page, null)
    for (let count = 0; count < 10; count++) {
      await page.keyboard.press(String(count % 5))
      image = await paintedAfter(page, image)
    }
    await page
      .getByTestId('reviewed')
      .filter({ hasText: `10 of ${photographs}` })
      .waitFor()
    const tenth = await page.getByTestId('photograph-name').textContent()
    await page.keyboard.press('z')
    await paintedAfter(page, image)
    await page
      .getByTestId('reviewed')
      .filter({ hasText: `9 of ${photographs}` })
      .waitFor()
    expect(await page.getByTestId('photograph-name').textContent()).not.toBe(tenth)
  })

  it('finds all nine after the host was restarted', async () => {
    await host.close()
    host = await startHost(folder, host.port, { memory })
    await page.goto(host.newUrl())
    await page.getByTestId('recent-project').first().click()
    await page
      .getByTestId('reviewed')
      .filter({ hasText: `9 of ${photographs}` })
      .waitFor()
  })

  it('is told what is wrong with a recipe, field by field, and what is wrong between them', async () => {
    await page.getByTestId('go-training').click()
    const told = (sentence: string) => page.getByText(sentence, { exact: true }).waitFor()
    await page.getByTestId('recipe-size').fill('7')
    await told('It must be at least 32.')
    expect(await page.getByTestId('fine-tune').isDisabled()).toBe(true)
    await page.getByTestId('recipe-size').fill('96')
    await page.getByTestId('recipe-learningRate').fill('3e-')
    await told('It must be a number.')
    await page.getByTestId('recipe-learningRate').fill('0,002')
    await page.getByTestId('recipe-folds').fill('1')
    await told('It must be 0 (no out-of-fold predictions) or at least 2.')
    await page.getByTestId('recipe-folds').fill('2')
    await page.getByTestId('recipe-group-Schedule').click()
    await page.getByTestId('recipe-schedule').selectOption('step')
    await page.getByTestId('recipe-schedule.factor').fill('2')
    await told('It must be at most 1.')
    await page.getByTestId('recipe-reset').click()
    await fineTuneIsOffered()
  })

  it('picks a file of weights to start from, by its name, and is told what is wrong with a bad one', async () => {
    const pick = async (name: string) => {
      // The dialog is the shell's; here it answers at once.
      await page.evaluate(
        (path) => {
          Object.assign(window, { regrade: { pickFile: () => Promise.resolve(path) } })
        },
        join(folder, name),
      )
      await page.getByTestId('recipe-start').selectOption('file')
    }
    const told = (sentence: RegExp) => page.getByText(sentence).first().waitFor()
    await copyFile(join(folder, 'labels.csv'), join(folder, 'efficientnet_b1.safetensors'))
    await pick('labels.csv')
    await told(/labels\.csv is neither a \.safetensors nor an \.onnx file/)
    expect(await page.getByTestId('recipe-start').inputValue()).toBe('current')
    await pick('efficientnet_b1.safetensors')
    await told(/The weights cannot be read/)
    expect(await page.getByTestId('fine-tune').isDisabled()).toBe(true)
    expect(await page.getByTestId('recipe-start').locator('option:checked').textContent()).toBe(
      'The file efficientnet_b1.safetensors',
    )
    expect(await page.getByTestId('recipe-architecture').inputValue()).toBe('efficientnet-b1')
    await page.getByTestId('recipe-size').fill('64')
    await writeFile(join(folder, 'efficientnet_b1.safetensors'), publishedWeights('efficientnet-b1'))
    await pick('efficientnet_b1.safetensors')
    await fineTuneIsOffered()
    await page.getByTestId('recipe-reset').click()
    await page.evaluate(() => Reflect.deleteProperty(window, 'regrade'))
  })

  it('presses Fine-tune, sees the curves move, a new model and a new order', async () => {
    await page.getByTestId('go-review').click()
    const names = () => page.getByTestId('queue-row').evaluateAll((rows) => rows.map((row) => row.textContent))
    await page.getByTestId('queue-row').first().waitFor()
    const before = await names()

    await page.getByTestId('go-training').click()
    await page.getByTestId('recipe-size').fill('64')
    await page.getByTestId('recipe-epochs').fill('2')
    await page.getByTestId('recipe-folds').fill('2')
    await page.getByTestId('fine-tune').click()
    await page
      .getByTestId('run-state')
      .filter({ hasText: /queued|running/i })
      .waitFor({ timeout: 2000 })
    await page.getByTestId('kappa-curve').waitFor()
    await page.getByTestId('run-state').filter({ hasText: /done/i }).waitFor({ timeout: 240_000 })
    await page
      .getByTestId('model-open')
      .filter({ hasText: /\bm1\b/ })
      .waitFor()
    // Two epochs are not surely better than chance: it is a candidate, and says so, until the reader promotes it.
    await page
      .getByTestId('beside-current')
      .filter({ hasText: /^Not surely better than chance|^Cannot be judged/ })
      .waitFor()
    await page.getByTestId('promote').click()
    await page.locator('tr[data-current]').filter({ hasText: 'in use' }).waitFor({ timeout: 60_000 })

    await page.getByTestId('go-review').click()
    await page.waitForFunction((old) => {
      const rows = [...document.querySelectorAll('[data-testid="queue-row"]')].map((row) => row.textContent)
      return rows.length > 0 && rows.join() !== old
    }, before.join())
  })

  it('opens the card of the new model, and writes its file', async () => {
    await page.getByTestId('go-training').click()
    await page.getByTestId('grade-table').waitFor()
    await page.getByTestId('model-open').first().click()
    const card = page.getByTestId('model-card')
    await card.getByText('Learnt with labels', { exact: false }).waitFor()
    expect(await card.locator('dt:text-is("Photographs") + dd').textContent()).toBe(String(photographs))
    await page.getByTestId('card-export').click()
    await card.getByText(/Written to .*m1\.onnx/).waitFor()
    await page.keyboard.press('Escape')
    await card.waitFor({ state: 'detached' })
  })

  it('looks at each grade after every epoch', async () => {
    await page.getByTestId('epochs').locator('summary').click()
    await page.getByTestId('auc-curve').waitFor()
    expect(await page.getByTestId('auc-curve').getAttribute('data-points')).toBe('2')
    await page.getByRole('table', { name: 'Confusion matrix after epoch 2' }).waitFor()
  })

  it('has a learning rate found, and takes it', async () => {
    await page.getByTestId('recipe-size').fill('32')
    await page.getByText('Find a rate').click()
    await page.getByTestId('rate-curve').waitFor({ timeout: 120_000 })
    const before = await page.getByTestId('recipe-learningRate').inputValue()
    await page.getByTestId('rate-take').last().click()
    await page.getByText(/^Taken /).waitFor()
    expect(await page.getByTestId('recipe-learningRate').inputValue()).not.toBe(before)
    await page.getByTestId('rate-finder-close').click()
  })

  it('sees in the timeline what came of a round, and why', async () => {
    await page.getByTestId('rounds-count').fill('1')
    await page.getByTestId('rounds-start').click()
    const round = page.getByTestId('rounds').locator('li').first()
    await round.filter({ hasText: 'm1 taught m2' }).waitFor({ timeout: 120_000 })
    await round.filter({ hasText: 'cannot be judged' }).first().waitFor({ timeout: 120_000 })
  })

  it('makes two models one', async () => {
    await page.getByTestId('model-combine').click()
    const form = page.getByRole('region', { name: 'Combine models' })
    expect(await page.getByTestId('model-combine-start').isDisabled()).toBe(true)
    await form.getByRole('checkbox', { name: /^m1 / }).check()
    await form.getByRole('checkbox', { name: /^m2 / }).check()
    await page.getByTestId('model-combine-start').click()
    await page.getByTestId('model-open').filter({ hasText: 'm3' }).waitFor()
  })

  it('has seen no error in the page', () => {
    expect(complaints).toEqual([])
  })
})
