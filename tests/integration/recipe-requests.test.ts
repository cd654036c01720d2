import { readFile } from 'node:fs/promises'
import { ORPCError } from '@orpc/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namedRecipes } from '#learning/recipes/named-recipes.ts'
import type { Workstation } from '#workstation/workstation.ts'
import {
  importMadePhotographs,
  smallStart,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from './made-project.ts'

const { folder, remove } = temporaryFolder()
let workstation: Workstation

beforeAll(async () => {
  await writeMadePhotographs(folder, 24, 64)
  workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
})
afterAll(async () => {
  await workstation.close()
  await remove()
})

describe('a recipe that the workstation is asked about', () => {
  it('is right, or the first fault is told with its field', async () => {
    const { training } = workstation.client
    const check = (set: Record<string, unknown>) => training.check({ recipe: 'quick', set })
    expect(await check({})).toBeNull()
    expect(await check({ folds: 1 })).toEqual({
      field: 'folds',
      sentence: 'It must be 0 (no out-of-fold predictions) or at least 2.',
    })
    expect(await check({ architecture: 'x' })).toMatchObject({
      field: null,
      sentence: expect.stringContaining('named x'),
    })
    expect(await check({ schedule: 'plateau', validation: 0 })).toMatchObject({ field: 'validation' })
  })

  it('is written with every field, and the file is that recipe again', async () => {
    const { training } = workstation.client
    const quick = namedRecipes.find(({ name }) => name === 'quick')
    const { file } = await training.saveRecipe({ recipe: JSON.stringify({ ...quick, name: 'Ward 7: slow' }) })
    expect(file).toMatch(/exports[/\\]Ward-7-slow\.recipe\.json$/)
    const text = await readFile(file, 'utf8')
    expect(JSON.parse(text)).toEqual({ ...quick, name: 'Ward 7: slow' })
    expect(await training.check({ recipe: text })).toBeNull()
  })
})

describe('a search for a learning rate', () => {
  const request = { recipe: 'quick', set: { ...smallStart(folder), size: 32, batch: 4, folds: 0 } }

  it('tells how far it is, and then what it found; it leaves no run and no model', async () => {
    const { training, jobs, models } = workstation.client
    const kinds: string[] = []
    let rates = 0
    for await (const event of await training.findRate(request)) {
      if (kinds.at(-1) !== event.kind) kinds.push(event.kind)
      if (event.kind !== 'found') continue
      rates = event.rates.length
      expect(event.losses).toHaveLength(rates)
      expect(event.minimumTenth).toBeGreaterThan(0)
    }
    expect(kinds).toEqual(['progress', 'found'])
    expect(rates).toBeGreaterThan(20)
    expect((await jobs.list()).some(({ kind }) => kind === 'train')).toBe(false)
    expect(await models.list()).toEqual([])
  })

  it('is refused while a run is at work', async () => {
    const { training, jobs } = workstation.client
    const run = await training.start(request)
    const events = await training.findRate(request)
    const refusal = await events.next().catch((error: unknown) => error)
    // Any other failure than one of the transport's own reaches a page as an internal server error.
    expect(refusal).toBeInstanceOf(ORPCError)
    expect(refusal).toMatchObject({ code: 'conflict', message: expect.stringContaining('learning rates can be tried') })
    await jobs.cancel({ run: run.id })
  })
})
