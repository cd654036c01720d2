import type { Page } from 'playwright-core'
import { z } from 'zod'
import { withProject } from '../../src/hosts/cli/project.ts'
import { benchmark, whole } from './benchmark.ts'
import { withHeadlessPage } from './headless-page.ts'
import { makeRows } from './made-rows.ts'
import { someFiles } from './photographs.ts'
import { median, timed } from './samples.ts'
import { withWorkplace } from './workplace.ts'

/** Runs in the page: goes to the screen of the queue, which the page has read ahead, until its rows are drawn. */
const openScreen = `new Promise((resolve) => {
  const start = performance.now()
  location.hash = '#/review'
  const look = () => {
    if (document.querySelectorAll('[data-testid="queue-row"]').length > 3) {
      requestAnimationFrame(() => resolve(performance.now() - start))
    } else requestAnimationFrame(look)
  }
  look()
})`

/** Runs in the page: asks for a queue that it has not read yet, until the rows of that one are drawn. */
const askForOrder = (order: string) => `new Promise((resolve) => {
  const first = () => document.querySelector('[data-testid="queue-row"]')?.dataset.image
  const before = first()
  const choice = document.querySelector('select[aria-label="Order of the queue"]')
  const start = performance.now()
  choice.value = '${order}'
  choice.dispatchEvent(new Event('change', { bubbles: true }))
  const look = () => {
    const now = first()
    if (now !== undefined && now !== before) requestAnimationFrame(() => resolve(performance.now() - start))
    else requestAnimationFrame(look)
  }
  look()
})`

/** Runs in the page: scrolls the list by frames, slowly, fast and in leaps, and counts the frames in which a point of
 *  the list in sight shows no row with a name. */
const scrollQueue = (frames: number) => `new Promise((resolve) => {
  const list = document.querySelector('[data-testid="queue"]')
  const box = list.getBoundingClientRect()
  const heights = [0.02, 0.25, 0.5, 0.75, 0.98].map((share) => box.top + share * box.height)
  const named = (y) => {
    const row = document.elementFromPoint(box.left + box.width / 2, y)?.closest('[data-testid="queue-row"]')
    return Boolean(row && row.textContent.trim())
  }
  let frame = 0
  let blank = 0
  let longest = 0
  let last = performance.now()
  const step = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (frame > 0 && !heights.every(named)) blank++
    if (++frame > ${frames}) return resolve({ blank, longest, frames: frame - 1 })
    const pace = frame % 3 === 0 ? 3000 : frame % 50 === 0 ? list.scrollHeight / 40 : 120
    list.scrollTop = (list.scrollTop + pace) % (list.scrollHeight - box.height)
    // The list answers the scroll event before the next frame but one is drawn.
    requestAnimationFrame(() => requestAnimationFrame(step))
  }
  requestAnimationFrame(step)
})`

const scrolledSchema = z.object({ blank: z.number(), longest: z.number(), frames: z.number() })

export const queueBenchmark = benchmark(
  'queue',
  'opening a review queue of 100,000 rows in headless Chromium, milliseconds, and scrolling it',
  { rows: whole(100_000), repeats: whole(5), frames: whole(300) },
  async (settings, terminal) => {
    const { rows, repeats, frames } = settings
    const found = await withWorkplace(terminal, async (folder, trial) => {
      const at = terminal.now().toISOString()
      const project = makeRows({ folder, rows, files: await someFiles(folder), at })
      const service = await withProject(trial, project, async ({ client }) => {
        const samples: number[] = []
        for (let repeat = 0; repeat < repeats; repeat++) {
          samples.push(await timed(() => client.review.queue({ order: 'suspicion', grader: 'bench' })))
        }
        return samples
      })
      const page = await withHeadlessPage(project, trial, (opened) => useQueue(opened, repeats, frames))
      return { service, ...page }
    })
    return {
      unit: 'ms',
      value: median(found.opened),
      samples: found.opened,
      what: `From asking for a queue of ${rows} rows that the page has not read yet to its rows drawn, each time in a page loaded anew; median of ${repeats}.`,
      settings,
      target: { atMost: 500 },
      figures: {
        'review screen opened, its queue read ahead (ms)': median(found.screen),
        'service call (ms)': median(found.service),
        'frames scrolled': found.scrolled.frames,
        'frames with a blank row': found.scrolled.blank,
        'longest wait between looks (ms)': found.scrolled.longest,
      },
    }
  },
)

async function useQueue(page: Page, repeats: number, frames: number) {
  const screen: number[] = []
  const opened: number[] = []
  for (let repeat = 0; repeat < repeats; repeat++) {
    await page.evaluate(`location.hash = '#/projects'`)
    await page.reload({ waitUntil: 'networkidle' })
    screen.push(z.number().parse(await page.evaluate(openScreen)))
    opened.push(z.number().parse(await page.evaluate(askForOrder('suspicion'))))
  }
  const scrolled = scrolledSchema.parse(await page.evaluate(scrollQueue(frames)))
  return { screen, opened, scrolled }
}
