import sharp, { type Sharp } from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { idridPhotographs } from '../../tests/fixtures/imaging/idrid.ts'
import { type Appearance, copiesOf, findCopyPairs } from './copies.ts'
import { decodeImage } from './decode.ts'
import { differenceHash } from './hash.ts'
import { detailCorrelation, detailOf, lookOf, turnCount, turnedCells, turnedHashes } from './look.ts'
import { lookFromText, lookToText } from './look-text.ts'
import { makePhotograph } from './made/photograph.ts'
import { surveyImage } from './quality.ts'
import type { Raster } from './raster.ts'

type Seen = Appearance & { readonly look: Uint8Array }

const seen = (image: Raster): Seen => {
  const { small, measures } = surveyImage(image)
  return { perceptualHash: differenceHash(small), histogram: measures.histogram, look: lookOf(small) }
}

/** A picture laid each of the eight ways. */
const ways: readonly ((image: Sharp) => Sharp)[] = [
  (image) => image,
  (image) => image.flop(),
  (image) => image.flip(),
  (image) => image.rotate(180),
  (image) => image.rotate(90),
  (image) => image.rotate(270),
  (image) => image.rotate(90).flop(),
  (image) => image.rotate(270).flop(),
]

/** As a re-issue has it: turned, at other sizes, as a JPEG of quality 60. */
async function reissued(image: Raster, way: (image: Sharp) => Sharp, side = 512): Promise<Raster> {
  const raw = { width: image.width, height: image.height, channels: 3 } as const
  const turned = await way(sharp(image.data, { raw })).png({ compressionLevel: 0 }).toBuffer()
  return await decodeImage(await sharp(turned).resize(side).jpeg({ quality: 60 }).toBuffer())
}

describe('a look', () => {
  it('of a turned picture is the same look, turned, in hash and in detail', async () => {
    const image = makePhotograph({ seed: 'look', size: 320, grade: 3 })
    const look = lookOf(image)
    const found = new Set<number>()
    for (const way of ways) {
      const other = lookOf(await reissued(image, way, 320))
      const told = Array.from({ length: turnCount }, (_, turn) =>
        detailCorrelation(detailOf(look), detailOf(other), turn),
      )
      const best = told.indexOf(Math.max(...told))
      expect(told[best]).toBeGreaterThan(0.98)
      expect(told.filter((one) => one > 0.9)).toHaveLength(1)
      found.add(best)
    }
    expect(found.size).toBe(turnCount)
    const hashes = turnedHashes(look)
    for (let turn = 0; turn < turnCount; turn++) {
      const laid = Uint8Array.from(look, (_, place) => look[turnedCells[turn]?.[place] ?? 0] ?? 0)
      expect([...turnedHashes(laid).subarray(0, 2)]).toEqual([...hashes.subarray(turn * 2, turn * 2 + 2)])
    }
  })

  it('of an even picture has no detail, and is like nothing', () => {
    const flat = detailOf(new Uint8Array(256).fill(90))
    expect(detailCorrelation(flat, flat, 0)).toBe(0)
  })

  it('goes into a text and comes out of it, its histogram as near as copies are asked to be', () => {
    const whole = seen(makePhotograph({ seed: 'text', size: 256, grade: 1 }))
    const again = lookFromText(lookToText(whole))
    expect(again?.look).toEqual(whole.look)
    expect(again?.perceptualHash).toBe(whole.perceptualHash)
    expect(findCopyPairs([whole, again ?? whole])).toEqual([{ later: 1, earlier: 0, turn: 0 }])
    expect(lookFromText('0123456789abcdef AAAA')).toBeNull()
  })
})

const photographs = idridPhotographs('images')

describe.skipIf(photographs === null)('on the 294 photographs of IDRiD', () => {
  const names = (photographs ?? []).map((path) => path.slice(-7, -4))
  let originals: readonly Seen[] = []
  beforeAll(async () => {
    originals = await Promise.all((photographs ?? []).map(async (path) => seen(await decodeImage(path))))
  }, 300_000)

  it('no two are joined but the four that are the same file, in any turn', () => {
    const pairs = findCopyPairs(originals)
    expect(pairs.map(({ later, earlier, turn }) => [names[earlier], names[later], turn]).sort()).toEqual([
      ['028', '327', 0],
      ['045', '333', 0],
      ['073', '375', 0],
      ['079', '279', 0],
    ])
  })

  it('each of eight turns of each is found, and only with its own', { timeout: 600_000 }, async () => {
    const same = new Map(
      [
        [28, 327],
        [45, 333],
        [73, 375],
        [79, 279],
      ].flatMap(([a = 0, b = 0]) => [
        [a, b],
        [b, a],
      ]),
    )
    for (const [index, path] of (photographs ?? []).entries()) {
      if (index % 21 !== 0) continue
      const image = await decodeImage(path)
      const turned = await Promise.all(ways.map(async (way) => seen(await reissued(image, way))))
      const pairs = findCopyPairs([...originals, ...turned], originals.length)
      const found = pairs.filter(({ earlier }) => earlier < originals.length)
      const own = Number(names[index])
      expect(found.filter(({ earlier }) => earlier === index).map(({ later }) => later - originals.length)).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7,
      ])
      expect(new Set(found.map(({ turn, earlier }) => (earlier === index ? turn : 0)))).toEqual(
        new Set([0, 1, 2, 3, 4, 5, 6, 7]),
      )
      const others = found.filter(({ earlier }) => ![own, same.get(own)].includes(Number(names[earlier])))
      expect(others).toEqual([])
    }
  })

  it('a list of one half finds all copies of that half and nothing of the other', { timeout: 600_000 }, async () => {
    const isKnown = (index: number) => index % 2 === 0
    // The same file under another name is on both sides.
    const twins = new Set(findCopyPairs(originals).flatMap(({ later, earlier }) => [later, earlier]))
    const known = originals.filter((_, index) => isKnown(index) && !twins.has(index))
    const list = known.map((one) => lookFromText(lookToText(one)) as Seen)
    const small = await Promise.all(
      (photographs ?? []).map(async (path) => seen(await decodeImage(path, { maxSide: 384 }))),
    )
    const found = copiesOf(list, small)
    for (const [index, name] of names.entries()) {
      if (!twins.has(index)) expect([name, found.has(index)]).toEqual([name, isKnown(index)])
    }
  })
})
