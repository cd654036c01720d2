import { openClassifier } from '#nn/classifier.ts'
import { openRuntime } from '#nn/runtimes/choose.ts'
import { AppError } from '#shared/errors.ts'

/** What a model's file gives for two images that have nothing in common, one of them black. What shape rules accept a runtime may
 *  still refuse; better now than in the middle of a queue. Throws `AppError('model_unreadable')`. */
export async function tryOut(bytes: Uint8Array, size?: number): Promise<readonly Float32Array[]> {
  const runtime = await openRuntime('cpu')
  try {
    const classifier = await openClassifier(runtime, bytes, { batch: 1, size })
    const black = new Float32Array(3 * classifier.size ** 2)
    const other = Float32Array.from(black, (_, place) => 2 * Math.sin(place * 0.37) + Math.cos(place * 0.011))
    const rows: Float32Array[] = []
    for (const image of [black, other]) rows.push((await classifier.classify(image, 1)).logits)
    await classifier.close()
    if (rows.every((row) => row.every(Number.isFinite))) return rows
    throw new AppError('model_unreadable', 'The model gives no numbers for a black image.')
  } finally {
    await runtime.close()
  }
}

/** Whether rows are shares of one: probabilities already. */
export function areProbabilities(rows: readonly Float32Array[]): boolean {
  return rows.every((row) => {
    const sum = row.reduce((total, value) => total + value, 0)
    return row.length > 1 && Math.abs(sum - 1) < 1e-3 && row.every((value) => value >= 0 && value <= 1)
  })
}
