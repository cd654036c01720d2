import { searchRate } from '#learning/training/rate/rate-search.ts'
import type { TaskWork } from '../serve.ts'
import { readModel } from './blobs.ts'

export const findRateTask: TaskWork<'findRate'> = async ({ parent, blobsFolder, ...request }, { signal, emit }) => {
  const bytes = parent === null ? null : await readModel(blobsFolder, parent)
  const found = await searchRate(
    { ...request, parent: bytes },
    { signal, onProgress: (progress) => emit({ kind: 'progress', ...progress }) },
  )
  return { ...found, rates: [...found.rates], losses: [...found.losses] }
}
