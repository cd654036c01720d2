import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportReport } from '#shared/contract/imports.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { pngBomb } from '../fixtures/imaging/pictures.ts'
import { ended, importMadePhotographs, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const { folder, remove } = temporaryFolder()
const photographs = join(folder, 'photographs')
const labels = join(folder, 'labels.csv')
let workstation: Workstation
let first: ImportReport

beforeAll(async () => {
  await writeMadePhotographs(folder, 12, 64)
  const whole = await readFile(join(photographs, '10_left.jpeg'))
  await writeFile(join(photographs, 'empty.jpg'), '')
  await writeFile(join(photographs, 'truncated.jpg'), whole.subarray(0, whole.length >> 1))
  await writeFile(join(photographs, 'text.jpg'), 'This is no photograph.')
  await writeFile(join(photographs, 'bomb.png'), pngBomb(60_000, 60_000))
  await writeFile(join(photographs, 'unlabelled.jpg'), whole)
  const text = await readFile(labels, 'utf8')
  const rows = ['absent,2', '11_left,7', '11_right,mild', 'empty,1', ',3', '10_left,0']
  await writeFile(labels, `${text}${rows.join('\n')}\n`)
  workstation = await testWorkstation(folder)
  first = await importMadePhotographs(workstation, folder)
})

afterAll(async () => {
  await workstation.close()
  await remove()
})

async function importAgain(request: { imagesFolder?: string; labelsFile?: string; labelSet?: string }) {
  const { client } = workstation
  const run = await client.imports.start({ imagesFolder: photographs, labelsFile: labels, ...request })
  await ended(workstation, run)
  return await client.imports.report({ run: run.id })
}

describe('an import of a folder with everything wrong in it', () => {
  it('lists each photograph that cannot be read, with its reason', () => {
    const reasons = new Map(first.unreadable.map(({ file, reason }) => [file, reason]))
    expect([...reasons.keys()].sort()).toEqual(['bomb.png', 'empty.jpg', 'text.jpg', 'truncated.jpg'])
    for (const reason of reasons.values()) expect(reason).toMatch(/^\S.*\.$/s)
    expect(reasons.get('bomb.png')).toMatch(/megapixels|large/i)
  })

  it('lists rows without photograph, photographs without row, and rows that cannot count', () => {
    expect(first.missingImages).toContain('absent')
    expect(first.unlabelledImages).toEqual(['unlabelled'])
    const rejected = new Map(first.rejectedRows.map(({ line, reason }) => [line, reason]))
    expect(rejected.get(15)).toMatch(/7/)
    expect(rejected.get(16)).toMatch(/mild/)
    expect(rejected.has(18)).toBe(true)
    expect(rejected.has(19)).toBe(true)
  })

  it('finds the same bytes under two names', () => {
    expect(first.images).toBe(13)
    expect(first.duplicates).toEqual([['10_left', 'unlabelled']])
  })

  it('changes nothing the second time, and keeps what a reader decided in between', async () => {
    const { client } = workstation
    const { image } = await client.review.find({ image: '12_left' })
    await client.review.grade({ image, grader: 'Reader', decision: 4 })
    expect(await importAgain({})).toEqual(first)
    const { current, readings } = await client.review.photograph({ image })
    expect(current).toEqual({ state: 'read', grade: 4 })
    expect(readings).toHaveLength(1)
  })

  it.each([
    ['a label file that is not there', { labelsFile: join(folder, 'nothing.csv') }, 'labels_unreadable'],
    ['a photograph in place of labels', { labelsFile: join(photographs, '10_left.jpeg') }, 'labels_unreadable'],
    ['an empty label file', { labelsFile: join(photographs, 'empty.jpg') }, 'labels_unreadable'],
    ['a folder that is not there', { imagesFolder: join(folder, 'nowhere') }, 'not_found'],
  ])('refuses %s with a sentence and loses nothing', async (_what, request, code) => {
    const { client } = workstation
    const run = await client.imports.start({ imagesFolder: photographs, labelsFile: labels, ...request })
    await expect(ended(workstation, run)).rejects.toThrow(/failed/)
    const { error } = await client.jobs.get({ run: run.id })
    expect(error?.code).toBe(code)
    expect(error?.message).toMatch(/\.$/)
    expect((await client.projects.current())?.images).toBe(13)
  })

  it('refuses another file under a label set that is there', async () => {
    const other = join(folder, 'other.csv')
    await writeFile(other, 'image,level\n10_left,1\n')
    await expect(importAgain({ labelsFile: other, labelSet: 'labels' })).rejects.toThrow(/another file/)
  })
})
