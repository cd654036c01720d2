import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { encodeJpeg } from '#imaging/encode.ts'
import { sha256 } from '#imaging/hash.ts'
import { inspectPhotograph } from '#imaging/inspect.ts'
import { type DatasetItem, makeDataset } from '#imaging/made/dataset.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { createRandom, type Random } from '#numerics/random/named-streams.ts'
import type { Eye, Grade } from '#shared/grades.ts'
import type { WorkOptions } from '#shared/progress.ts'
import { noisyBoundary } from '../../demo/make-photographs.ts'

/** What decides whose label is swapped: nothing, how well the photograph was taken, or how few microaneurysms it shows. */
export const noiseKinds = ['uniform', 'quality', 'lesions'] as const
export type NoiseKind = (typeof noiseKinds)[number]

/** A photograph as a project would know it, and the answer. */
export interface NoisyPhotograph {
  readonly hash: string
  readonly path: string
  readonly patient: string
  readonly eye: Eye | null
  readonly label: Grade
  /** What a reader would find. */
  readonly truth: Grade
  /** Measured in its pixels. */
  readonly quality: 'good' | 'usable' | 'reject'
}

interface Plan {
  readonly count: number
  readonly size: number
  readonly noise: number
  readonly kind: NoiseKind
  readonly seed: number
}

/** Made photographs, some of the Mild and Moderate ones labelled as the other. */
export async function noisyPhotographs(
  folder: string,
  { count, size, noise, kind, seed }: Plan,
  { signal }: WorkOptions,
): Promise<NoisyPhotograph[]> {
  const items = makeDataset({ count, size, seed: `noise ${seed}`, usableShare: 0.3 })
  const made = items.map((item) => ({ item, photograph: makePhotograph(item.photograph) }))
  const random = createRandom(seed, 'label noise')
  const swapped = new Set(
    noisyBoundary.flatMap((grade) => {
      const candidates = made.filter(({ item }) => item.trueGrade === grade)
      const weights = candidates.map(({ item, photograph }) => weight(kind, item, photograph.lesions))
      return drawWeighted(candidates, weights, Math.round(noise * candidates.length), random)
    }),
  )
  await mkdir(folder, { recursive: true })
  const found: NoisyPhotograph[] = []
  for (const one of made) {
    signal?.throwIfAborted()
    const { item, photograph } = one
    const path = join(folder, `${item.name}.jpeg`)
    await writeFile(path, await encodeJpeg(photograph))
    const [low, high] = noisyBoundary
    found.push({
      hash: sha256(await readFile(path)),
      path,
      patient: item.patient,
      eye: item.eye,
      label: swapped.has(one) ? (item.trueGrade === low ? high : low) : item.trueGrade,
      truth: item.trueGrade,
      quality: (await inspectPhotograph(path)).quality.verdict,
    })
    await breathe()
  }
  return found
}

/** How much likelier than others a label is to be swapped. */
function weight(kind: NoiseKind, { quality }: DatasetItem, lesions: readonly { readonly kind: string }[]): number {
  if (kind === 'quality') return quality === 'good' ? 1 : 5
  if (kind === 'lesions') return 1 / (1 + lesions.filter((lesion) => lesion.kind === 'microaneurysm').length)
  return 1
}

/** As many of the items, without repetition, each draw in proportion to the weights of those left: the first in the order
 *  of exponential times with the weights as rates (Efraimidis and Spirakis 2006). */
function drawWeighted<T>(items: readonly T[], weights: readonly number[], count: number, random: Random): T[] {
  return items
    .map((item, index) => ({ item, time: -Math.log(1 - random.next()) / (weights[index] as number) }))
    .sort((a, b) => a.time - b.time)
    .slice(0, count)
    .map(({ item }) => item)
}
