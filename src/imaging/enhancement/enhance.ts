import type { Enhancement } from '#shared/enhancement.ts'
import { assertNever } from '#shared/errors.ts'
import type { Raster } from '../raster.ts'
import { benGraham, benGrahamGray } from './ben-graham.ts'
import { clahe } from './clahe.ts'
import type { Disc } from './disc.ts'
import { gamma } from './gamma.ts'
import { medianSubtraction } from './median-subtraction.ts'
import { redFree } from './red-free.ts'

/** A photograph enhanced with each operation's preset. `disc`: its retina, null where none is found. */
export function enhance(image: Raster, disc: Disc | null, enhancement: Exclude<Enhancement, 'none'>): Raster {
  switch (enhancement) {
    case 'ben-graham':
      return benGraham(image, disc)
    case 'ben-graham-gray':
      return benGrahamGray(image, disc)
    case 'clahe':
      return clahe(image)
    case 'median-subtraction':
      return medianSubtraction(image, disc)
    case 'gamma':
      return gamma(image)
    case 'red-free':
      return redFree(image)
    default:
      return assertNever(enhancement)
  }
}
