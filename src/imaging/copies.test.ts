import { expect, it } from 'vitest'
import { findCopies } from './copies.ts'
import { decodeImage } from './decode.ts'
import { encodeJpeg } from './encode.ts'
import { differenceHash } from './hash.ts'
import { makeDataset } from './made/dataset.ts'
import { makePhotograph } from './made/photograph.ts'
import { surveyImage } from './quality.ts'
import type { Raster } from './raster.ts'

const appearance = (image: Raster) => {
  const { small, measures } = surveyImage(image)
  return { perceptualHash: differenceHash(small), histogram: measures.histogram }
}

it('a photograph at another size and quality is a copy of it, and other eyes are none', async () => {
  const photographs = makeDataset({ count: 24, size: 512, seed: 'copies' }).map((item) =>
    makePhotograph(item.photograph),
  )
  const halves = await Promise.all(
    photographs
      .slice(0, 5)
      .map(async (image) => decodeImage(Buffer.from(await encodeJpeg(image, 80)), { maxSide: 256 })),
  )
  const found = findCopies([...photographs, ...halves].map(appearance))
  expect(found).toEqual(halves.map((_, index) => [photographs.length + index, index]))
})

it('what was compared before is not compared again, and nothing is a copy by its hash alone', () => {
  const eye = (level: number) => ({ perceptualHash: '0123456789abcdef', histogram: [0, 100 - level, level, 0] })
  const none = { perceptualHash: '0123456789abcdef', histogram: [0, 0, 0, 0] }
  expect(findCopies([eye(10), eye(11), eye(12), eye(40), none, none])).toEqual([
    [1, 0],
    [2, 0],
    [2, 1],
  ])
  expect(findCopies([eye(10), eye(11), eye(12)], 2)).toEqual([
    [2, 0],
    [2, 1],
  ])
  const dark = { ...eye(10), rejected: true }
  expect(findCopies([dark, dark, eye(10)])).toEqual([
    [2, 0],
    [2, 1],
  ])
  expect(findCopies([eye(10), { ...eye(10), perceptualHash: '0123456789abc000' }])).toEqual([])
})
