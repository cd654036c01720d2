import { z } from 'zod'
import { benGraham, benGrahamGray, benGrahamPreset } from '#imaging/enhancement/ben-graham.ts'
import { clahe, clahePreset } from '#imaging/enhancement/clahe.ts'
import type { Disc } from '#imaging/enhancement/disc.ts'
import { gamma, gammaPreset } from '#imaging/enhancement/gamma.ts'
import { medianPreset, medianSubtraction } from '#imaging/enhancement/median-subtraction.ts'
import { redFree } from '#imaging/enhancement/red-free.ts'
import { cropSquare } from '#imaging/prepare.ts'
import type { Raster } from '#imaging/raster.ts'
import { resample } from '#imaging/resample.ts'
import { AppError } from '#shared/errors.ts'
import type { Assignments } from './assignments.ts'

/** What is done to a photograph whose retina is known, or null where none was found. */
type Enhance = (image: Raster, retina: Disc | null) => Raster

const number = (preset: number, least: number, most: number) => z.coerce.number().min(least).max(most).default(preset)

const localAverage = (preset: { fraction: number; gain: number; share: number }) => ({
  fraction: number(preset.fraction, 0.001, 1),
  gain: number(preset.gain, 0, 100),
  share: number(preset.share, 0, 2),
})

/** Each operation with its settings, which have the presets that training uses. */
const operations = {
  'ben-graham': operation(
    localAverage(benGrahamPreset),
    (settings) => (image, retina) => benGraham(image, retina, settings),
  ),
  'ben-graham-gray': operation(
    localAverage(benGrahamPreset),
    (settings) => (image, retina) => benGrahamGray(image, retina, settings),
  ),
  clahe: operation(
    {
      clipLimit: number(clahePreset.clipLimit, 0.1, 256),
      tiles: number(clahePreset.tiles, 1, 64).pipe(z.int()),
    },
    (settings) => (image) => clahe(image, settings),
  ),
  'median-subtraction': operation(
    localAverage(medianPreset),
    (settings) => (image, retina) => medianSubtraction(image, retina, settings),
  ),
  gamma: operation({ gamma: number(gammaPreset.gamma, 0.05, 20) }, (settings) => (image) => gamma(image, settings)),
  'red-free': operation({}, () => redFree),
  crop: operation({}, () => (image, retina) => {
    const { x, y, side } = cropSquare(retina, image.width, image.height)
    return resample(image, { x, y, width: side, height: side }, side, side)
  }),
}

export const enhancementNames = Object.keys(operations)

/** The operation of that name with these settings. Throws `AppError('usage')` for a name or setting that is not there, or a
 *  value that does not fit. */
export function enhancementOf(name: string, set: Assignments): Enhance {
  const found = Object.entries(operations).find(([own]) => own === name)
  if (!found) throw new AppError('usage', `There is no operation ${name}; there are ${enhancementNames.join(', ')}.`)
  return found[1](name, set)
}

function operation<S extends z.ZodRawShape>(settings: S, enhance: (settings: z.infer<z.ZodObject<S>>) => Enhance) {
  const schema = z.strictObject(settings)
  return (name: string, set: Assignments): Enhance => {
    const parsed = schema.safeParse(set)
    if (parsed.success) return enhance(parsed.data)
    const issue = parsed.error.issues[0]
    const known = Object.keys(settings).join(', ') || 'none'
    throw new AppError('usage', `enhance ${name}: ${issue?.path.join('.')} ${issue?.message} (settings: ${known})`)
  }
}
