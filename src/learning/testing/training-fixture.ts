import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeJpeg } from '#imaging/encode.ts'
import { makeDataset } from '#imaging/made/dataset.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { AppError } from '#shared/errors.ts'
import { type Sha256, sha256Schema } from '#shared/ids.ts'
import type { Recipe } from '#shared/recipe.ts'
import type { TrainingPhotograph } from '../data/dataset.ts'
import { type TrainedModel, type TrainRequest, trainModel } from '../training/train-model.ts'
import type { TrainingEvent } from '../training/training-event.ts'

/** Made photographs in a folder of their own, and runs on them whose files stay in memory. */
export class TrainingFixture {
  readonly folder: string
  readonly photographs: readonly TrainingPhotograph[]
  readonly stored = new Map<string, Uint8Array>()
  readonly #usual: Pick<TrainRequest, 'recipe' | 'parent'>

  private constructor(
    folder: string,
    photographs: readonly TrainingPhotograph[],
    usual: Pick<TrainRequest, 'recipe' | 'parent'>,
  ) {
    this.folder = folder
    this.photographs = photographs
    this.#usual = usual
  }

  /** `recipe`, and the model file `parent` where it goes on from one: what runs use unless they are given others. */
  static async open(recipe: Recipe, parent?: Uint8Array): Promise<TrainingFixture> {
    const folder = await mkdtemp(join(tmpdir(), 'regrade-train-'))
    const made = makeDataset({ count: 26, seed: 'train-model', size: 64 })
    const photographs = made.map(async (item): Promise<TrainingPhotograph> => {
      const bytes = await encodeJpeg(makePhotograph(item.photograph))
      const path = join(folder, `${item.name}.jpg`)
      await writeFile(path, bytes)
      const hash = createHash('sha256').update(bytes).digest('hex')
      return { hash, path, group: item.patient, grade: item.givenGrade, origin: 'imported' }
    })
    return new TrainingFixture(folder, await Promise.all(photographs), { recipe, parent: parent && { bytes: parent } })
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true })
  }

  request(changes: Partial<TrainRequest> = {}): TrainRequest {
    let time = 0
    return {
      ...{ photographs: this.photographs, lockedGroups: [], ...this.#usual, runtime: 'cpu', threads: 2 },
      blobs: {
        put: async (bytes) => {
          const sha256 = sha256Schema.parse(createHash('sha256').update(bytes).digest('hex'))
          this.stored.set(sha256, bytes)
          return sha256
        },
        read: async (sha256) => this.model(sha256),
      },
      cacheFolder: join(this.folder, 'cache'),
      now: () => (time += 20_000),
      ...changes,
    }
  }

  /** The bytes that a run has stored. */
  model(sha256: Sha256): Uint8Array {
    const bytes = this.stored.get(sha256)
    if (!bytes) throw new AppError('not_found', `Nothing was stored as ${sha256}.`)
    return bytes
  }

  async train(changes: Partial<TrainRequest> = {}): Promise<{ trained: TrainedModel; events: TrainingEvent[] }> {
    const events: TrainingEvent[] = []
    const trained = await trainModel(this.request(changes), { onEvent: (event) => events.push(event) })
    return { trained, events }
  }

  /** Stops at the event that `stopAt` knows, and gives the last checkpoint there was. Throws what else ends the run. */
  async trainUntil(
    stopAt: (event: TrainingEvent) => boolean,
    changes: Partial<TrainRequest> = {},
  ): Promise<Sha256 | undefined> {
    const controller = new AbortController()
    let checkpoint: Sha256 | undefined
    const onEvent = (event: TrainingEvent) => {
      if ('checkpoint' in event) checkpoint = event.checkpoint
      if (stopAt(event)) controller.abort()
    }
    try {
      await trainModel(this.request(changes), { signal: controller.signal, onEvent })
    } catch (error) {
      if (error instanceof AppError && error.code === 'cancelled') return checkpoint
      throw error
    }
    throw new AppError('internal', 'The run came to its end before it was stopped.')
  }
}
