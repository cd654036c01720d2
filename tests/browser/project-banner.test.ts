import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { canMount, noMounts, readOnlyDisk } from '../hardness/mounts.ts'
import {
  importMadePhotographs,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { launchChromium, paintedAfter, startHost, startReview } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
const project = join(folder, 'made.regrade')
let browser: Browser
let host: Awaited<ReturnType<typeof startHost>>
let page: Page

beforeAll(async () => {
  await writeMadePhotographs(folder, 12, 64)
  const workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  await workstation.close()
  host = await startHost(folder)
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(30_000)
  await page.goto(host.newUrl())
  await startReview(page)
  await host.workstation.client.projects.close()
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

it('says over every screen that a project is read only, and that a decision is not kept', async (context) => {
  if (!canMount()) context.skip(noMounts)
  const takeAway = readOnlyDisk(project)
  try {
    await host.workstation.client.projects.open({ folder: project })
    await page.reload()
    await paintedAfter(page, null)
    await page.getByTestId('project-read-only').filter({ hasText: 'Read only.' }).waitFor()
    await page.keyboard.press('2')
    await page
      .getByText(/lies on a disk that can only be read.*no decision is kept/)
      .nth(1)
      .waitFor()
    expect((await host.workstation.client.projects.current())?.readings).toBe(0)
    await host.workstation.client.projects.close()
  } finally {
    takeAway()
  }
})

it('says that the file was taken away while it is open, without a decision being made', async () => {
  const { client } = host.workstation
  await client.projects.open({ folder: project })
  await page.reload()
  const image = await paintedAfter(page, null)
  await page.keyboard.press('2')
  await paintedAfter(page, image)
  rmSync(join(project, 'project.sqlite'))
  await page
    .getByTestId('project-file-lost')
    .filter({ hasText: /was removed while it was open.*the 1 reading.*backups.rescued/ })
    .waitFor()
})
