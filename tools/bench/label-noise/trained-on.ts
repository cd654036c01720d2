import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256 as hashOf } from '#imaging/hash.ts'
import type { TrainingPhotograph } from '#learning/data/dataset.ts'
import { trainModel } from '#learning/training/train-model.ts'
import { sha256Schema } from '#shared/ids.ts'
import { gradeProbabilitiesSchema } from '#shared/probabilities.ts'
import type { Recipe } from '#shared/recipe.ts'
import { standings } from '#statistics/dynamics/standing.ts'
import type { Terminal } from '../../../src/hosts/cli/terminal.ts'

/** What trainings tell of a photograph: what a fit that never saw it says, and where its label's margin stood while it was
 *  learnt. */
const toldSchema = z.object({ probabilities: gradeProbabilitiesSchema, standing: z.number().nullable() })
export type Told = z.infer<typeof toldSchema>
const keptSchema = z.record(z.string(), toldSchema)

/** What a training with folds tells of each photograph, by its hash. Kept in `folder`, where an interrupted training goes on.
 *  `start`: model file that every fit goes on from. */
export async function trainedOn(
  photographs: readonly TrainingPhotograph[],
  recipe: Recipe,
  start: Uint8Array | undefined,
  folder: string,
  { signal, err }: Pick<Terminal, 'signal' | 'err'>,
): Promise<ReadonlyMap<string, Told>> {
  const kept = join(folder, 'told.json')
  if (existsSync(kept)) return new Map(Object.entries(keptSchema.parse(JSON.parse(await readFile(kept, 'utf8')))))
  const blobs = join(folder, 'blobs')
  const checkpoint = join(folder, 'checkpoint')
  await mkdir(blobs, { recursive: true })
  const pathOf = (sha256: string) => join(blobs, sha256)
  const { outOfFold, traces } = await trainModel(
    {
      ...{ photographs, lockedGroups: [], recipe, runtime: 'cpu', threads: Math.min(2, availableParallelism()) },
      parent: start && { bytes: start, forFolds: true },
      cacheFolder: join(folder, 'cache'),
      checkpoint: existsSync(checkpoint) ? sha256Schema.parse(await readFile(checkpoint, 'utf8')) : undefined,
      now: () => performance.now(),
      blobs: {
        put: async (bytes) => {
          const sha256 = sha256Schema.parse(hashOf(bytes))
          await writeFile(pathOf(sha256), bytes)
          return sha256
        },
        read: (sha256) => readFile(pathOf(sha256)),
      },
    },
    {
      signal,
      onEvent: async (event) => {
        if (event.kind === 'progress') err(`${event.fit} ${event.stage} ${event.done}/${event.total}\n`)
        if ('checkpoint' in event) await keepCheckpoint(event.checkpoint)
      },
    },
  )
  const standing = standings(
    traces.map(({ margin }) => margin),
    traces.map(({ label }) => label),
  )
  const standingOf = new Map(traces.map(({ hash }, index) => [hash, standing[index] as number]))
  const found = outOfFold.map(({ hash, probabilities }) => {
    return [hash, { probabilities, standing: standingOf.get(hash) ?? null }] as const
  })
  await writeFile(kept, JSON.stringify(Object.fromEntries(found)))
  await rm(blobs, { recursive: true })
  return new Map(found)

  async function keepCheckpoint(blob: string): Promise<void> {
    const before = existsSync(checkpoint) ? await readFile(checkpoint, 'utf8') : null
    await writeFile(checkpoint, blob)
    if (before && before !== blob) await rm(pathOf(before), { force: true })
  }
}
