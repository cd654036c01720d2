import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Grade } from '#shared/grades.ts'
import { openBlobs, sha256Of } from '#store/blobs.ts'
import type { TaskResult } from '../compute/protocol.ts'
import { type ExplanationKey, keptExplanation } from './kept-explanation.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regrade-kept-'))
})
afterEach(() => rm(folder, { recursive: true }))

const hash = (text: string) => sha256Of(Buffer.from(text))
const key: ExplanationKey = {
  ...{ models: [hash('model')], photograph: hash('photograph'), method: 'grad-cam', layers: ['a'] },
  ...{ grade: 2, against: null, change: null },
}

it('keeps an explanation by all that it follows from, as long as its overlay is there', async () => {
  const blobs = openBlobs(join(folder, 'blobs'))
  let made = 0
  const ask = async (changes: Partial<ExplanationKey> = {}) =>
    await keptExplanation({ cacheFolder: join(folder, 'cache'), blobs }, { ...key, ...changes }, async () => {
      made += 1
      const overlay = await blobs.put(Buffer.from(`overlay ${made}`))
      const picture = changes.change ? await blobs.put(Buffer.from(`picture ${made}`)) : null
      const grade: Grade = 2
      return {
        probabilities: [0, 0, 1, 0, 0],
        grade,
        sides: 'one',
        layer: 'a',
        overlay,
        picture,
        width: 7,
        height: 7,
      } satisfies TaskResult<'explain'>
    })
  const first = await ask()
  expect(await ask()).toEqual(first)
  expect(made).toBe(1)
  const others: readonly Partial<ExplanationKey>[] = [
    { models: [hash('model'), hash('other')] },
    { photograph: hash('other') },
    { method: 'layer-cam' },
    { layers: ['b'] },
    { grade: null },
    { against: 1 },
    { change: 'flip-left-right' },
    { change: 'turn-90' },
  ]
  for (const changes of others) {
    expect(await ask(changes)).not.toEqual(first)
    expect(await ask(changes)).toEqual(await ask(changes))
  }
  expect(made).toBe(1 + others.length)
  await blobs.remove(first.overlay)
  expect(await ask()).not.toEqual(first)
  const changed = await ask({ change: 'turn-90' })
  expect(made).toBe(2 + others.length)
  if (changed.picture) await blobs.remove(changed.picture)
  expect(await ask({ change: 'turn-90' })).not.toEqual(changed)
  await rm(join(folder, 'cache'), { recursive: true })
  const again = await ask()
  expect(made).toBe(4 + others.length)
  expect(await ask()).toEqual(again)
})
