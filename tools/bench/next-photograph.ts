import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { followRun } from '../../src/hosts/cli/follow-run.ts'
import { withWorkstation } from '../../src/hosts/cli/project.ts'
import { idridFolder } from '../real-photographs.ts'
import { benchmark, whole } from './benchmark.ts'
import { withHeadlessPage } from './headless-page.ts'
import { copyPhotographs } from './photographs.ts'
import { median, quantileOf } from './samples.ts'
import { withWorkplace } from './workplace.ts'

/** Runs in the page: from the key's own time stamp to the moment the page says that another photograph is painted. */
const watchPainting = `(() => {
  const watch = (globalThis.watch = { pressedAt: null, samples: [] })
  addEventListener('keydown', (event) => { watch.pressedAt = event.timeStamp }, true)
  new MutationObserver(() => {
    if (watch.pressedAt === null) return
    watch.samples.push(performance.now() - watch.pressedAt)
    watch.pressedAt = null
  }).observe(document.documentElement, { attributes: true, attributeFilter: ['data-painted'] })
})()`

const photographLimitMs = 20_000

export const nextPhotographBenchmark = benchmark(
  'next-photograph',
  'from the key of a grade to the next photograph painted, in headless Chromium, p95 in milliseconds',
  { everyMs: whole(500), photographs: whole(25, 2) },
  async (settings, terminal) => {
    const source = join(idridFolder, 'full')
    if (!existsSync(source)) {
      throw new AppError('not_found', `The 25 full-size photographs of IDRiD are not in ${source}.`)
    }
    const samples = await withWorkplace(terminal, async (folder, trial) => {
      const project = join(folder, 'trial.regrade')
      await withWorkstation(trial, async ({ client }) => {
        const { images, labels } = await copyPhotographs(source, folder, 1)
        await client.projects.create({ folder: project, name: 'Trial' })
        const request = { imagesFolder: images, labelsFile: labels, layout: 'aptos' as const }
        await followRun(client, await client.imports.start(request), terminal)
      })
      return await withHeadlessPage(project, trial, (page) => pressKeys(page, settings))
    })
    return {
      unit: 'ms',
      value: quantileOf(samples, 0.95),
      samples,
      what: `95th percentile of ${samples.length} grades by key, one every ${settings.everyMs} ms, over photographs of 4288 x 2848 px, from the key's time stamp to the page's word that the next one is painted.`,
      settings,
      target: { atMost: 120 },
      figures: { p50: median(samples), max: Math.max(...samples) },
    }
  },
)

async function pressKeys(page: Page, { everyMs, photographs }: { everyMs: number; photographs: number }) {
  await page.evaluate(`location.hash = '#/review'`)
  await until(page, `document.documentElement.dataset.painted !== undefined`)
  // A reader looks at the first photograph before deciding; the next ones are decoded meanwhile.
  await wait(2000)
  await page.evaluate(watchPainting)
  for (let pressed = 1; pressed < photographs; pressed++) {
    const next = wait(everyMs)
    await page.keyboard.press(String(pressed % 5))
    await until(page, `watch.samples.length === ${pressed}`)
    await next
  }
  return z.array(z.number()).parse(await page.evaluate('watch.samples'))
}

/** Waits for a condition of the page. Asked from here, for the page's own policy forbids it to evaluate text. */
async function until(page: Page, condition: string): Promise<void> {
  const limit = performance.now() + photographLimitMs
  while (!(await page.evaluate(condition))) {
    if (performance.now() > limit) throw new AppError('internal', `The page never came to ${condition}.`)
    await wait(20)
  }
}
