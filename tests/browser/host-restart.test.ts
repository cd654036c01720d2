import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HostMemory } from '#hosts/admission/host-memory.ts'
import {
  importMadePhotographs,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { launchChromium, paintedAfter, startHost } from './browser-session.ts'

const photographs = 12
const { folder, remove } = temporaryFolder()
let browser: Browser
let host: Awaited<ReturnType<typeof startHost>>
let page: Page
let memory: HostMemory

beforeAll(async () => {
  await writeMadePhotographs(folder, photographs, 64)
  const workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  await workstation.close()
  memory = new HostMemory(join(folder, 'remembered'))
  host = await startHost(folder, 0, { memory })
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(30_000)
  await page.goto(host.newUrl())
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

const reviewed = (count: number) =>
  page
    .getByTestId('reviewed')
    .filter({ hasText: `${count} of ${photographs}` })
    .waitFor()
const kept = async (grader: string) => {
  const { client } = host.workstation
  return (await client.review.graders()).find(({ name }) => name === grader)
}

it('a page goes on by itself after the host was started again, and makes the decision on its way once', async () => {
  await page.getByTestId('recent-project').first().click()
  await page.getByTestId('go-review').click()
  await page.getByTestId('reader-name').fill('Ana')
  await page.getByTestId('reader-accept').click()
  let image = await paintedAfter(page, null)
  for (let count = 0; count < 3; count++) {
    await page.keyboard.press('2')
    image = await paintedAfter(page, image)
  }
  await reviewed(3)

  const { port } = host
  await host.close()
  await page.getByTestId('connection').waitFor()
  await page.keyboard.press('1')
  host = await startHost(folder, port, { memory })
  await page.getByTestId('connection').waitFor({ state: 'detached' })
  image = await paintedAfter(page, image)
  await reviewed(4)
  expect(await host.workstation.client.projects.current()).toMatchObject({ name: 'Made', readings: 4 })
  await page.keyboard.press('3')
  await paintedAfter(page, image)
  expect(await kept('Ana')).toMatchObject({ readings: 5, photographs: 5 })
})

it('a page that is loaded again after a restart is let in, and its reader is still who he was', async () => {
  const { port } = host
  await host.close()
  host = await startHost(folder, port, { memory })
  // As a host that is started for a project does.
  await host.workstation.client.projects.open({ folder: join(folder, 'made.regrade') })
  await page.goto(host.ownAddress)
  await page.getByTestId('reader').filter({ hasText: 'Ana' }).waitFor()
  await page.getByTestId('project-name').filter({ hasText: 'Made' }).waitFor()
})

it('a page whose address was taken from it says where the new one is', async () => {
  const { port } = host
  await host.close()
  host = await startHost(folder, port, { memory, forgetSessions: true })
  await page.getByTestId('connection').filter({ hasText: 'new address' }).waitFor()
})
