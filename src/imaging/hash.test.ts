import { describe, expect, it } from 'vitest'
import { paintPicture } from '../../tests/fixtures/imaging/pictures.ts'
import { decodeImage } from './decode.ts'
import { encodeJpeg } from './encode.ts'
import { differenceHash, hashDistance, hashesNear, sha256 } from './hash.ts'
import { makePhotograph } from './made/photograph.ts'

describe('hashes', () => {
  it('of bytes are SHA-256', () => {
    expect(sha256(new Uint8Array())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(sha256(Buffer.from('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })

  it('of pictures have one bit for each step of brightness', () => {
    expect(differenceHash(paintPicture(90, 80, (x) => [x, x, x]))).toBe('ffffffffffffffff')
    expect(differenceHash(paintPicture(90, 80, (x) => [255 - x, 0, 0]))).toBe('0000000000000000')
    expect(differenceHash(paintPicture(90, 80, (x, y) => (y < 10 ? [x, x, x] : [9, 9, 9])))).toBe('ff00000000000000')
  })

  it('stay near for the same picture at another size and quality, and far for another eye', async () => {
    const image = makePhotograph({ seed: 'hash', size: 320, grade: 2 })
    const other = makePhotograph({ seed: 'other', size: 320, grade: 2, eye: image.eye === 'left' ? 'right' : 'left' })
    const hash = differenceHash(image)
    const again = differenceHash(await decodeImage(await encodeJpeg(image, 60), { maxSide: 140 }))
    expect(hashDistance(hash, again)).toBeLessThanOrEqual(4)
    expect(hashDistance(hash, differenceHash(other))).toBeGreaterThan(12)
    expect(hashDistance('ffffffffffffffff', '0000000000000000')).toBe(64)
    expect(hashDistance('80000000f0000000', '0000000170000001')).toBe(4)
  })

  it('are found where they are within some bits of a known one', () => {
    const known = ['00000000000000ff', 'f00000000000000f']
    const asked = ['00000000000000ff', '80000000000000fe', '80000000000000fc', 'f00000000000000c', '0123456789abcdef']
    expect([...hashesNear(asked, known, 2)]).toEqual(['00000000000000ff', '80000000000000fe', 'f00000000000000c'])
    expect(hashesNear(asked, [], 64)).toEqual(new Set())
  })
})
