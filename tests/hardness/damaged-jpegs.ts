import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeImage } from '#imaging/decode.ts'
import { inspectPhotograph } from '#imaging/inspect.ts'
import { isWholeScan } from '#imaging/jpeg-scan.ts'
import { Random } from '#numerics/random/counted-random.ts'
import { AppError } from '#shared/errors.ts'
import { below } from './fuzz/mutations.ts'

/** What befalls the coded data of a JPEG on a bad disk or line. */
const damages = {
  cutOut: (bytes, random) => {
    const at = inside(bytes, random)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(random, 4000))])
  },
  spliced: (bytes, random) => {
    const at = inside(bytes, random)
    const from = inside(bytes, random)
    return Buffer.concat([
      bytes.subarray(0, at),
      bytes.subarray(from, from + 1 + below(random, 4000)),
      bytes.subarray(at),
    ])
  },
  zeroed: (bytes, random) => {
    const changed = new Uint8Array(bytes)
    const at = inside(bytes, random)
    return changed.fill(0, at, Math.min(at + 16 + below(random, 4000), bytes.length - 2))
  },
  replaced: (bytes, random) => {
    const changed = new Uint8Array(bytes)
    const at = inside(bytes, random)
    const piece = Uint8Array.from({ length: 1 + below(random, 64) }, () => below(random, 255))
    changed.set(piece.subarray(0, bytes.length - 2 - at), at)
    return changed
  },
  cutEnd: (bytes, random) => bytes.subarray(0, inside(bytes, random)),
} as const satisfies Record<string, (bytes: Uint8Array, random: Random) => Uint8Array>
export const damageNames = Object.keys(damages) as (keyof typeof damages)[]

/** A place behind the first tenth of a file, whose header is shorter, and before its last four kilobytes. */
function inside(bytes: Uint8Array, random: Random): number {
  const first = Math.floor(bytes.length / 10)
  return first + below(random, Math.max(1, bytes.length - first - 4096))
}

/** How often what was said. `warned`: by libjpeg alone. */
export interface DamageFigures {
  readonly files: number
  readonly warned: number
  readonly byScan: number
  readonly verdicts: Readonly<Record<string, number>>
}

/** What is said of the photographs, each with one of these kinds of damage in turn; none: as they are. `folder`: for the copies. */
export async function sayOfDamaged(
  photographs: readonly string[],
  kinds: readonly (keyof typeof damages)[],
  seed: number,
  folder: string,
): Promise<DamageFigures> {
  const random = new Random(seed, 6)
  const verdicts: Record<string, number> = {}
  let warned = 0
  let byScan = 0
  for (const [place, photograph] of photographs.entries()) {
    const kind = kinds[place % Math.max(1, kinds.length)]
    const whole = new Uint8Array(await readFile(photograph))
    const bytes = kind ? damages[kind](whole, random) : whole
    const file = join(folder, 'damaged.jpg')
    await writeFile(file, bytes)
    const said = await inspectPhotograph(file).then(
      ({ quality }) => (quality.reasons.includes('damaged') ? 'damaged, a reject' : `taken as ${quality.verdict}`),
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'image_unreadable') return 'unreadable'
        throw error
      },
    )
    if (
      await decodeImage(file).then(
        ({ damaged }) => damaged,
        () => true,
      )
    )
      warned++
    if (!isWholeScan(bytes)) byScan++
    verdicts[said] = (verdicts[said] ?? 0) + 1
  }
  return { files: photographs.length, warned, byScan, verdicts }
}
