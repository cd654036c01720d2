import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { Random } from '#numerics/random/counted-random.ts'
import { pngBomb } from '../../fixtures/imaging/pictures.ts'
import { document, regrade } from '../../integration/command-line.ts'
import { watchMemory } from './memory-of-processes.ts'
import { below, mutationNames, mutations, pick } from './mutations.ts'
import { amissIn, type FuzzReport } from './report.ts'

const formats = ['jpg', 'png', 'tif', 'webp'] as const
type Format = (typeof formats)[number]

/** One made photograph in every format. */
async function encodedPhotograph(place: number): Promise<Readonly<Record<Format, Buffer>>> {
  const { data, width, height } = makePhotograph({ seed: `fuzz ${place}`, size: 256, grade: (place % 5) as 0 })
  const picture = () => sharp(data, { raw: { width, height, channels: 3 } })
  return {
    jpg: await picture()
      .jpeg({ quality: 90, progressive: place % 2 === 1 })
      .toBuffer(),
    png: await picture().png().toBuffer(),
    tif: await picture()
      .tiff({ compression: place % 2 === 0 ? 'lzw' : 'none' })
      .toBuffer(),
    webp: await picture().webp().toBuffer(),
  }
}

/** What reasons of odd files say, by their names; `null` where nothing is listed. */
const odd: Readonly<Record<string, RegExp | null>> = {
  'empty.jpg': /empty/,
  'zeros.png': /no JPEG, PNG, TIFF or WebP/,
  'drawing.jpg': /a drawing or a web page/,
  'text.tif': /no JPEG, PNG, TIFF or WebP/,
  'bomb.png': /claims 60000 x 60000 pixels/,
  'unreadable.jpg': /permission was denied/,
  'folder.jpg': null,
  'pipe.jpg': null,
  'link-to-pipe.jpg': null,
  'socket.jpg': null,
  'dangling.jpg': null,
  'circular.jpg': null,
  'device.jpg': null,
}

/** Files that are no photographs, by kind, and links to what is whole. Gives what to close again. */
async function writeOdd(folder: string, whole: Uint8Array): Promise<() => void> {
  const at = (name: string) => join(folder, name)
  writeFileSync(at('empty.jpg'), '')
  writeFileSync(at('zeros.png'), Buffer.alloc(100_000))
  writeFileSync(at('drawing.jpg'), '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>')
  writeFileSync(at('text.tif'), 'no picture')
  writeFileSync(at('bomb.png'), pngBomb(60_000, 60_000))
  writeFileSync(at('unreadable.jpg'), whole)
  chmodSync(at('unreadable.jpg'), 0)
  mkdirSync(at('folder.jpg'))
  writeFileSync(join(folder, 'folder.jpg', 'inside.jpg'), whole)
  symlinkSync('whole-0.jpg', at('whole-link.jpg'))
  symlinkSync('nowhere.jpg', at('dangling.jpg'))
  symlinkSync('circular.jpg', at('circular.jpg'))
  symlinkSync('.', at('circle'))
  symlinkSync('/dev/zero', at('device.jpg'))
  execFileSync('mkfifo', [at('pipe.jpg')])
  symlinkSync('pipe.jpg', at('link-to-pipe.jpg'))
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(at('socket.jpg'), resolve))
  return () => server.close()
}

/** Photographs of every format with something amiss, whole ones and odd files among them, imported by the command line into a
 *  project. The seed chooses what is amiss; `folder` has nothing in it yet. */
export async function fuzzPhotographs(seed: number, count: number, folder: string): Promise<FuzzReport> {
  const random = new Random(seed, 5)
  const images = join(folder, 'photographs')
  mkdirSync(images)
  const bases = await Promise.all(Array.from({ length: 12 }, (_, place) => encodedPhotograph(place)))
  const wholeNames = ['whole-link.jpg', 'folder.jpg/inside.jpg']
  for (const [place, base] of bases.entries()) {
    for (const format of formats) {
      wholeNames.push(`whole-${place}.${format}`)
      writeFileSync(join(images, `whole-${place}.${format}`), base[format])
    }
  }
  for (let place = 0; place < count; place++) {
    const format = pick(random, formats)
    const name = pick(random, mutationNames)
    const once = mutations[name](pick(random, bases)[format], random)
    const again = below(random, 4) === 0 && once.length > 8 ? pick(random, mutationNames) : null
    const bytes = again === null ? once : mutations[again](once, random)
    writeFileSync(join(images, `${name}${again === null ? '' : `+${again}`}-${place}.${format}`), bytes)
  }
  const close = await writeOdd(images, bases[0]?.jpg ?? new Uint8Array())
  const project = join(folder, 'fuzz.regrade')
  const memory = watchMemory(process.pid)
  const started = performance.now()
  try {
    await regrade(['init', project, '--name', 'Fuzz', '--json'], { home: folder })
    const imported = await regrade(['import', project, '--images', images, '--layout', 'none', '--json'], {
      home: folder,
    })
    const took = performance.now() - started
    if (imported.code !== 0)
      throw new Error(`The import ended with ${imported.code}: ${imported.out} ${imported.err.slice(-2000)}`)
    return judged(document(imported), { count, wholeNames, longestMs: Math.round(took), peakBytes: memory.peakBytes() })
  } finally {
    memory.stop()
    close()
    chmodSync(join(images, 'unreadable.jpg'), 0o600)
  }
}

interface Ended {
  readonly count: number
  readonly wholeNames: readonly string[]
  readonly longestMs: number
  readonly peakBytes: number
}

function judged(report: Record<string, unknown>, { count, wholeNames, longestMs, peakBytes }: Ended): FuzzReport {
  const unreadable = report.unreadable as readonly { file: string; reason: string }[]
  const reasons = new Map(unreadable.map(({ file, reason }) => [file, reason]))
  const complaints: string[] = []
  for (const { file, reason } of unreadable) {
    const amiss = amissIn(reason) ?? untrue(file, reason)
    if (amiss !== null) complaints.push(`${file}: ${amiss}`)
  }
  for (const name of wholeNames) if (reasons.has(name)) complaints.push(`${name} is whole: ${reasons.get(name)}`)
  // A process of the superuser may read every file.
  const readsAll = process.getuid?.() === 0
  for (const [name, wanted] of Object.entries(odd)) {
    if (name === 'unreadable.jpg' && readsAll) continue
    const reason = reasons.get(name)
    const right = wanted === null ? reason === undefined : reason !== undefined && wanted.test(reason)
    if (!right) complaints.push(`${name}: ${reason ?? 'taken without a reason'}`)
  }
  const read = Number(report.images)
  const listed = Object.values(odd).filter((one) => one !== null).length
  const expected = count + wholeNames.length + listed
  if (read + unreadable.length !== expected) {
    complaints.push(`${read} were read and ${unreadable.length} were not, of ${expected} files`)
  }
  const outcomes: Record<string, number> = { read }
  for (const { reason } of unreadable) {
    const kind = reason.replace(/"[^"]*"/, 'FILE').replaceAll(/\d+/g, 'N')
    outcomes[kind] = (outcomes[kind] ?? 0) + 1
  }
  return { inputs: expected, outcomes, complaints, longestMs, longest: 'the whole import', peakBytes }
}

/** A reason that cannot be so, by what was done to the file. */
function untrue(file: string, reason: string): string | null {
  const [, kind, format] = /^([a-zA-Z+]+)-\d+\.(\w+)$/.exec(file) ?? []
  if (kind === undefined) return null
  const cutShort = /cut short|empty/.test(reason)
  // What was only overwritten is not shorter than it was; but its end mark may be what was overwritten.
  if (kind === 'junk' && cutShort && format !== 'tif' && format !== 'webp') return `nothing was cut: ${reason}`
  return /folder|no such file|permission/.test(reason) ? `untrue: ${reason}` : null
}
