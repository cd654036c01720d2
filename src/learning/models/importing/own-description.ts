import type { ModelDescription } from '#nn/model-file.ts'
import { isUsualOrder } from '#shared/class-names.ts'
import { AppError } from '#shared/errors.ts'
import type { ImportOptions } from './import-options.ts'

/** Throws `AppError('usage')` where whoever imports a file says something else of it than it says of itself. */
export function requireAgreement(found: ModelDescription, { head, normalisation, classes, cuts }: ImportOptions): void {
  if (head !== undefined && head !== found.head) throw against('head', found.head)
  const wanted = found.ownNormalisation ?? found
  const same = (key: 'mean' | 'deviation') => !normalisation || normalisation[key].join() === wanted[key].join()
  if (!same('mean') || !same('deviation')) {
    throw against(
      'normalisation',
      `a mean of ${wanted.mean.join(', ')} and a deviation of ${wanted.deviation.join(', ')}`,
    )
  }
  if (classes && !isUsualOrder(classes)) throw against('order of classes', found.classes.join(', '))
  if (cuts && cuts.join() !== found.thresholds?.cuts.join()) {
    throw against('cuts', found.thresholds?.cuts.join(', ') ?? 'none')
  }
}

function against(what: string, own: string): AppError {
  return new AppError('usage', `The file says of itself which ${what} it has: ${own}. Leave it out.`)
}
