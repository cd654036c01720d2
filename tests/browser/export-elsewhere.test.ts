import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  importMadePhotographs,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from '../integration/made-project.ts'
import { launchChromium, startHost } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
const out = join(folder, 'out')
let browser: Browser
let host: Awaited<ReturnType<typeof startHost>>
let page: Page
const home = process.env.HOME

beforeAll(async () => {
  await writeMadePhotographs(folder, 4, 48)
  const workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  await workstation.close()
  mkdirSync(out)
  // Where the folder browser begins.
  process.env.HOME = folder
  expect(homedir()).toBe(folder)
  host = await startHost(folder)
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1400, height: 900 } })
  page.setDefaultTimeout(30_000)
  await page.goto(host.newUrl())
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
  process.env.HOME = home
})

async function writeAuditTo(name: string): Promise<void> {
  await page.getByRole('button', { name: 'Write the audit elsewhere' }).click()
  const dialog = page.getByRole('dialog', { name: 'Where to write audit.csv' })
  await dialog.getByRole('button', { name }).click()
  await dialog.getByTitle(join(folder, name)).waitFor()
  await dialog.getByRole('button', { name: 'Take this folder' }).click()
}

it('a file is written where its reader chose, and over another only where he agreed', async () => {
  await page.getByTestId('recent-project').first().click()
  await page.getByTestId('project-name').filter({ hasText: 'Made' }).waitFor()
  await page.goto(`${page.url().split('#')[0]}#/export`)
  await writeAuditTo('out')
  await page.getByText(join(out, 'audit.csv')).waitFor()
  writeFileSync(join(out, 'audit.csv'), 'mine')

  await writeAuditTo('out')
  const question = page.getByRole('dialog', { name: 'Replace audit.csv?' })
  await question.getByRole('button', { name: 'Keep it' }).click()
  await question.waitFor({ state: 'detached' })
  expect(readFileSync(join(out, 'audit.csv'), 'utf8')).toBe('mine')

  await writeAuditTo('out')
  await question.getByRole('button', { name: 'Replace it' }).click()
  await expect.poll(() => readFileSync(join(out, 'audit.csv'), 'utf8')).not.toBe('mine')
  expect(readdirSync(out)).toEqual(['audit.csv'])
})

it('a place among the photographs is refused with a sentence', async () => {
  await writeAuditTo('photographs')
  await page.getByRole('dialog').getByText('where nothing is ever written').waitFor()
})
