import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder, writeMadePhotographs } from '../integration/made-project.ts'
import { launchChromium, startHost } from './browser-session.ts'

const { folder, remove } = temporaryFolder()
const photographs = join(folder, 'photographs')
let browser: Browser
let host: Awaited<ReturnType<typeof startHost>>
let page: Page
const complaints: string[] = []
let names: string[]

const sentence = (part: string) => page.getByTestId('import-sentence').filter({ hasText: part }).waitFor()
const startButton = () => page.getByTestId('import-start')

async function write(name: string, header: string, cells: readonly string[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, [header, ...cells.map((cell, place) => `${names[place]},${cell}`), ''].join('\n'))
  return path
}

async function choose(images: string, labels: string): Promise<void> {
  await page.getByTestId('import-labels').fill(labels)
  await page.getByTestId('import-images').fill(images)
}

/** The label sets of the project, by name, and the grades of a set's labels. */
async function imported(): Promise<void> {
  await startButton().click()
  await page.getByTestId('import-report').waitFor()
}

beforeAll(async () => {
  names = (await writeMadePhotographs(folder, 6, 96)).map(({ name }) => name)
  host = await startHost(folder)
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1600, height: 900 } })
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(host.newUrl())
  await page.getByTestId('project-new-name').fill('Odd labels')
  await page.getByTestId('project-new-where').fill(folder)
  await page.getByTestId('project-create').click()
  await page.getByTestId('project-name').filter({ hasText: 'Odd labels' }).first().waitFor()
  await page.getByTestId('go-import').click()
})

afterAll(async () => {
  await browser.close()
  await host.close()
  await remove()
})

describe('a first import in the window', () => {
  it('needs no label file, and says what comes in without one', async () => {
    await choose(photographs, '')
    await sentence('6 photographs without labels')
    expect(await startButton().textContent()).toBe('Import 6 photographs without labels')
    await imported()
    await page.getByText('without a grade until somebody reads them').waitFor()
    await page.getByTestId('import-another').click()
  })

  it('of a screening scale waits until it is chosen what R2 counts for', async () => {
    const labels = await write('screening.csv', 'image,level', ['R0', 'R1', 'R2', 'R2', 'R3A', 'R0'])
    await choose(photographs, labels)
    await page.getByTestId('import-problem').filter({ hasText: 'English screening scale' }).waitFor()
    expect(await startButton().isDisabled()).toBe(true)
    await page.getByLabel('Word R2 counts for').selectOption('3')
    await page.getByTestId('import-problem').waitFor({ state: 'detached' })
    await page.waitForFunction(
      () => document.querySelector<HTMLButtonElement>('[data-testid=import-start]')?.disabled === false,
    )
    const shown = await page.getByRole('list', { name: 'Rows by grade' }).getByRole('listitem').allTextContents()
    expect(shown.map((text) => text.at(-1))).toEqual(['2', '1', '0', '2', '1'])
    await imported()
    await page.getByTestId('import-warnings').filter({ hasText: '“R2” is 3 Severe (2 rows)' }).waitFor()
    await page.getByTestId('import-another').click()
  })

  it('of the same file read otherwise says before it is begun why it would be refused', async () => {
    await choose(photographs, join(folder, 'screening.csv'))
    await page.getByLabel('Word R2 counts for').selectOption('2')
    await page.getByTestId('import-problem').filter({ hasText: 'already, read with other grades' }).waitFor()
    expect(await startButton().isDisabled()).toBe(true)
  })

  it('of unknown columns is one press away where it is plain which they are', async () => {
    const labels = await write('other.csv', 'filename,dr_grade', ['0', '1', '2', '3', '4', '0'])
    await choose(photographs, labels)
    await page.getByTestId('import-as-table').click()
    await sentence('A table of named columns: 6 rows')
    expect(await page.getByTestId('import-layout').inputValue()).toBe('table')
  })

  it('of a table has the columns of its file to choose from before any is chosen', async () => {
    await choose(photographs, await write('third.csv', 'eye,opinion', ['a', 'b', 'c', 'd', 'e', 'f']))
    await page.getByTestId('import-layout').selectOption('table')
    await page.getByLabel('Photograph (needed)').selectOption('eye')
    await page.getByLabel('Grade (needed)').selectOption('opinion')
    await page.getByTestId('import-problem').filter({ hasText: 'holds no grade that can be used' }).waitFor()
    await page.getByLabel('Word a counts for').selectOption('2')
    await page.getByTestId('import-problem').waitFor({ state: 'detached' })
  })

  it('of one folder a grade takes the folders for labels, and shows which for what', async () => {
    const sorted = join(folder, 'sorted')
    for (const [place, name] of names.entries()) {
      const grade = ['No_DR', 'Mild', 'Other'][place % 3] ?? ''
      await mkdir(join(sorted, grade), { recursive: true })
      await rename(join(photographs, `${name}.jpeg`), join(sorted, grade, `${name}.jpeg`))
    }
    await choose(sorted, '')
    await sentence('6 photographs without labels')
    await page.getByTestId('import-layout').selectOption('folders')
    await sentence('One folder a grade: 6 photographs in 3 folders')
    await page.getByLabel('Folder Other counts for').selectOption('4')
    const shown = () => page.getByRole('list', { name: 'Rows by grade' }).getByRole('listitem').allTextContents()
    await expect.poll(async () => (await shown()).map((text) => text.at(-1))).toEqual(['2', '2', '0', '0', '2'])
    await imported()
    await page.getByTestId('import-warnings').filter({ hasText: '“Other” is 4 Proliferative (2 rows)' }).waitFor()
    await page.getByRole('region', { name: 'Imported: sorted' }).waitFor()
  })

  it('of a folder that was moved asks whether it was, and then finds it as it is', async () => {
    const moved = join(folder, 'moved')
    await rename(join(folder, 'sorted'), moved)
    await page.getByTestId('go-projects').click()
    await page.getByTestId('missing-photographs').filter({ hasText: 'None of the 6 photographs' }).first().waitFor()
    await page.getByTestId('go-import').click()
    await page.getByTestId('import-another').click()
    await choose(moved, '')
    await page.getByTestId('import-moved').filter({ hasText: '6 of the 6 photographs' }).waitFor()
    expect(await startButton().isDisabled()).toBe(true)
    await page.getByTestId('import-relocate').click()
    await page.getByTestId('import-moved').waitFor({ state: 'detached' })
    await page.getByTestId('go-projects').click()
    // What the first import of another folder found is no longer where it was either, and nobody has said where it is.
    await page.getByTestId('missing-photographs').filter({ hasText: photographs }).waitFor()
    expect(await page.getByTestId('missing-photographs').filter({ hasText: moved }).count()).toBe(0)
  })

  it('complains of nothing meanwhile', () => {
    expect(complaints).toEqual([])
  })
})
