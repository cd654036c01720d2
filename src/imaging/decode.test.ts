import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/errors.ts'
import {
  adobeRgbProfile,
  paintPicture,
  pixelOf,
  pngBomb,
  withFolder,
  writeInto,
} from '../../tests/fixtures/imaging/pictures.ts'
import { checkImage, decodeImage, probeImage } from './decode.ts'
import { encodeJpeg } from './encode.ts'
import { makePhotograph } from './made/photograph.ts'

const [red, green, blue, grey] = [
  [200, 40, 40],
  [40, 180, 60],
  [50, 60, 190],
  [120, 120, 120],
] as const

/** 48 x 32, upright: red and green above, blue and grey below. */
const upright = paintPicture(48, 32, (x, y) => (y < 16 ? (x < 24 ? red : green) : x < 24 ? blue : grey))
const source = () => sharp(upright.data, { raw: { width: 48, height: 32, channels: 3 } })

const corners = (image: Parameters<typeof pixelOf>[0]) => [
  pixelOf(image, 4, 4),
  pixelOf(image, image.width - 5, 4),
  pixelOf(image, 4, image.height - 5),
  pixelOf(image, image.width - 5, image.height - 5),
]

function expectColours(
  found: readonly (readonly number[])[],
  wanted: readonly (readonly number[])[],
  tolerance: number,
) {
  const worst = Math.max(
    ...found.flatMap((colour, i) => colour.map((value, j) => Math.abs(value - (wanted[i]?.[j] ?? -999)))),
  )
  expect(worst).toBeLessThanOrEqual(tolerance)
}

async function failure(work: Promise<unknown>): Promise<AppError> {
  const error = await work.catch((cause: unknown) => cause)
  if (!(error instanceof AppError)) throw new Error(`Expected an AppError, got ${String(error)}`)
  return error
}

/** The picture as a camera held otherwise would store it: what EXIF orientation `n` turns upright again. */
function stored(orientation: number) {
  const rows: Record<number, (image: Sharp) => Sharp> = {
    1: (image) => image,
    2: (image) => image.flop(),
    3: (image) => image.rotate(180),
    4: (image) => image.flip(),
    5: (image) => image.rotate(270).flop(),
    6: (image) => image.rotate(270),
    7: (image) => image.rotate(90).flop(),
    8: (image) => image.rotate(90),
  }
  return rows[orientation]?.(source()) ?? source()
}

describe('the decoder', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'turns EXIF orientation %i upright, in JPEG, PNG, WebP and TIFF',
    async (orientation) => {
      const raw = await stored(orientation).png().toBuffer()
      const tagged = () => sharp(raw).withMetadata({ orientation })
      for (const encode of [
        () => tagged().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }),
        () => tagged().png(),
        () => tagged().webp({ lossless: true }),
        () => tagged().tiff({ compression: 'lzw' }),
      ]) {
        const image = await decodeImage(await encode().toBuffer())
        expect([image.width, image.height, image.header.orientation]).toEqual([48, 32, orientation])
        expect([image.header.width, image.header.height]).toEqual([48, 32])
        expectColours(corners(image), [red, green, blue, grey], 4)
      }
    },
  )

  it('brings 16-bit PNG and TIFF, in colour and in grey, to 8 bit', async () => {
    const flat = sharp(paintPicture(20, 20, () => [90, 90, 90]).data, { raw: { width: 20, height: 20, channels: 3 } })
    for (const encode of [(image: Sharp) => image.png(), (image: Sharp) => image.tiff({ compression: 'lzw' })]) {
      const deep = await encode(source().toColourspace('rgb16')).toBuffer()
      expect((await sharp(deep).metadata()).depth).toBe('ushort')
      expectColours(corners(await decodeImage(deep)), [red, green, blue, grey], 1)
      const deepGrey = await encode(flat.clone().toColourspace('grey16')).toBuffer()
      expect((await sharp(deepGrey).metadata()).channels).toBe(1)
      expect(pixelOf(await decodeImage(deepGrey), 10, 10)).toEqual([90, 90, 90])
    }
  })

  it('converts an Adobe RGB profile to sRGB, at 8 and at 16 bit', async () => {
    await withFolder(async (folder) => {
      const profile = await writeInto(folder, 'adobe-rgb.icc', adobeRgbProfile())
      const jpeg = await source().withIccProfile(profile).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer()
      const deep = await source().toColourspace('rgb16').withIccProfile(profile).png().toBuffer()
      for (const bytes of [jpeg, deep]) {
        const untouched = await sharp(bytes, { ignoreIcc: true }).toColourspace('srgb').raw().toBuffer()
        // Adobe RGB holds sRGB's red with less red: a decoder that ignores the profile shows it duller.
        expect(untouched[(4 * 48 + 4) * 3]).toBeLessThan(185)
        expectColours(corners(await decodeImage(bytes)), [red, green, blue, grey], 4)
      }
    })
  })

  it('decodes CMYK JPEG to sRGB', async () => {
    const cmyk = await source().toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 100 }).toBuffer()
    expect((await sharp(cmyk).metadata()).channels).toBe(4)
    const [first = [], second = [], third = [], fourth = []] = corners(await decodeImage(cmyk))
    // Printing inks reach less far than a screen: hues must hold, not values.
    expect([first, second, third].map((colour) => colour.indexOf(Math.max(...colour)))).toEqual([0, 1, 2])
    expectColours([first, fourth], [red, grey], 20)
  })

  it('lays transparency over black and widens grey to three channels', async () => {
    const halfClear = await source().ensureAlpha(0.5).png().toBuffer()
    expectColours(
      corners(await decodeImage(halfClear)),
      [
        [100, 20, 20],
        [20, 90, 30],
        [25, 30, 95],
        [60, 60, 60],
      ],
      2,
    )
    const greyscale = await source().greyscale().jpeg({ quality: 100 }).toBuffer()
    const [r = 0, g = 0, b = 0] = pixelOf(await decodeImage(greyscale), 4, 4)
    expect(new Set([r, g, b]).size).toBe(1)
  })

  it('scales down to a longest side, never up, and still tells the full size', async () => {
    const tagged = await stored(6).png().toBuffer()
    const bytes = await sharp(tagged).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    const small = await decodeImage(bytes, { maxSide: 24 })
    expect([small.width, small.height, small.header.width, small.header.height]).toEqual([24, 16, 48, 32])
    const same = await decodeImage(bytes, { maxSide: 500 })
    expect([same.width, same.height]).toEqual([48, 32])
  })

  it('refuses what claims more than 200 megapixels before decoding it', async () => {
    const error = await failure(decodeImage(pngBomb(60_000, 60_000)))
    expect(error.code).toBe('image_too_large')
    expect(error.details).toMatchObject({ width: 60_000, height: 60_000 })
    expect((await failure(probeImage(pngBomb(20_001, 10_000)))).code).toBe('image_too_large')
  })

  it('names the file and the reason for every file it cannot decode', async () => {
    await withFolder(async (folder) => {
      const noisy = paintPicture(200, 200, (x, y) => [(x * 7919 + y * 104729) % 256, (x * y) % 256, (x * 31) % 256])
      const big = sharp(noisy.data, { raw: { width: 200, height: 200, channels: 3 } })
      const jpeg = await big.clone().jpeg().toBuffer()
      const cut = (bytes: Uint8Array, share: number) => bytes.subarray(0, Math.floor(bytes.length * share))
      const files: readonly (readonly [string, Uint8Array | string])[] = [
        ['empty.jpg', ''],
        ['text.jpg', 'image,level\n10_left,2\n'],
        ['drawing.png', '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'],
        ['almost.jpg', cut(jpeg, 0.98)],
        ['half.jpg', cut(jpeg, 0.5)],
        ['header.jpg', jpeg.subarray(0, 40)],
        ['half.png', cut(await big.clone().png().toBuffer(), 0.5)],
        ['half.tif', cut(await big.clone().tiff({ compression: 'none' }).toBuffer(), 0.5)],
        ['half.webp', cut(await big.clone().webp({ lossless: true }).toBuffer(), 0.5)],
      ]
      for (const [name, bytes] of files) {
        const path = await writeInto(folder, name, bytes)
        for (const maxSide of [undefined, 32]) {
          const error = await failure(decodeImage(path, maxSide === undefined ? {} : { maxSide }))
          expect([name, error.code]).toEqual([name, 'image_unreadable'])
          expect(error.message).toContain(name)
          const isCut = /^(almost|half|header)/.test(name)
          expect([name, error.message.includes('cut short')]).toEqual([name, isCut])
        }
      }
      expect((await failure(decodeImage(join(folder, 'missing.jpg')))).message).toMatch(/missing\.jpg.*no such file/)
      expect((await failure(decodeImage(folder))).message).toMatch(/folder/)
    })
  })

  it('survives a JPEG with damaged bytes in the middle', async () => {
    const jpeg = await sharp(upright.data, { raw: { width: 48, height: 32, channels: 3 } })
      .resize(640)
      .jpeg()
      .toBuffer()
    for (let start = 100; start < jpeg.length - 60; start += 97) {
      const broken = Uint8Array.from(jpeg)
      broken.fill(0xd7, start, start + 40)
      const outcome = await decodeImage(broken).catch((error: unknown) => error)
      expect(
        outcome instanceof AppError || (typeof outcome === 'object' && outcome !== null && 'data' in outcome),
      ).toBe(true)
    }
  })

  it('tells a JPEG whose bytes cannot be, and decodes it all the same', async () => {
    const whole = Buffer.from(await encodeJpeg(makePhotograph({ seed: 'damage', size: 320, grade: 2 }), 90))
    const third = Math.floor(whole.length / 3)
    const cut = Buffer.concat([whole.subarray(0, third), whole.subarray(2 * third)])
    for (const maxSide of [undefined, 100]) {
      const options = maxSide === undefined ? {} : { maxSide }
      expect((await decodeImage(whole, options)).damaged).toBe(false)
      expect((await decodeImage(cut, options)).damaged).toBe(true)
    }
  })

  it('stretches what takes fewer bits than its file has, and says so', async () => {
    const deep = (peak: number) =>
      sharp(
        Uint16Array.from({ length: 64 * 48 }, (_, at) => (peak * (at % 64)) / 63),
        {
          raw: { width: 64, height: 48, channels: 1 },
        },
      )
        .toColourspace('grey16')
        .tiff({ compression: 'none' })
        .toBuffer()
    for (const [peak, bits] of [
      [255, 8],
      [1000, 10],
      [4095, 12],
    ] as const) {
      const bytes = await deep(peak)
      const image = await decodeImage(bytes)
      expect(pixelOf(image, 63, 20)[0]).toBeGreaterThan(240)
      expect((await checkImage(bytes)).notes).toEqual([expect.stringContaining(`${bits} of 16 bits`)])
    }
    const whole = await deep(65_535)
    expect(pixelOf(await decodeImage(whole), 32, 20)[0]).toBeGreaterThan(120)
    expect((await checkImage(whole)).notes).toEqual([])
    expect((await checkImage(await deep(30_000))).notes).toEqual([])
    expect(pixelOf(await decodeImage(await deep(0)), 9, 9)).toEqual([0, 0, 0])
  })

  it.each([
    ['DICOM', `${'\0'.repeat(128)}DICM and more`, /DICOM.*not there yet\. Export it as JPEG, PNG or TIFF\.$/],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', /HEIC.*Save it as JPEG or PNG\.$/],
    ['BMP', 'BM and more of it', /BMP.*Save it as PNG or JPEG\.$/],
    ['GIF', 'GIF89a and more', /GIF.*Save it as/],
    ['anything else', 'no picture at all', /Save it as one of these\.$/],
  ])('says of %s what to do', async (_what, bytes, sentence) => {
    expect((await failure(decodeImage(Buffer.from(bytes, 'latin1')))).message).toMatch(sentence)
  })
})
