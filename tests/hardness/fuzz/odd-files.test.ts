import { afterAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../integration/made-project.ts'
import { fuzzLabelFiles } from './label-files.ts'
import { fuzzOnnx } from './onnx-files.ts'
import { fuzzRecipes } from './recipes.ts'
import type { FuzzReport } from './report.ts'
import { fuzzSafetensors } from './safetensors-files.ts'

/* A share of what `run.ts` tries by the thousand: the inputs that are odd as a whole, and some that were mutated. */

const { folder, remove } = temporaryFolder()
afterAll(remove)

const seed = 2

describe('odd inputs are read, or refused with a sentence', () => {
  it.each<[string, number, (count: number) => Promise<FuzzReport>]>([
    ['recipes', 60, (count) => fuzzRecipes(seed, count)],
    ['weights', 60, (count) => fuzzSafetensors(seed, count, folder)],
    ['models', 60, (count) => fuzzOnnx(seed, count, folder)],
    ['label files', 150, (count) => fuzzLabelFiles(seed, count, { large: false })],
  ])('%s', async (_what, count, fuzz) => {
    const { inputs, complaints, outcomes } = await fuzz(count)
    expect(complaints).toEqual([])
    expect(inputs).toBe(count)
    expect(Object.keys(outcomes).length).toBeGreaterThan(1)
  })
})
