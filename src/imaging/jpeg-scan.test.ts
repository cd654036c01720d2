import { readFileSync } from 'node:fs'
import sharp, { type JpegOptions } from 'sharp'
import { describe, expect, it } from 'vitest'
import { idridPhotographs } from '../../tests/fixtures/imaging/idrid.ts'
import { isWholeScan } from './jpeg-scan.ts'
import { makePhotograph } from './made/photograph.ts'

const made = makePhotograph({ seed: 'scan', size: 240, grade: 3 })
const picture = () => sharp(made.data, { raw: { width: made.width, height: made.height, channels: 3 } })
const cuts = [0.3, 0.5, 0.7, 0.9]

/** Where the coded data of a file with one scan begins. */
const scanStart = (bytes: Buffer) => bytes.indexOf(Buffer.from([0xff, 0xda])) + 14

const without = (bytes: Buffer, at: number, count: number) =>
  Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + count)])
const twice = (bytes: Buffer, at: number, count: number) =>
  Buffer.concat([bytes.subarray(0, at + count), bytes.subarray(at)])

describe('the coded data of a JPEG', () => {
  it.each<[string, JpegOptions]>([
    ['with colour at half resolution', { chromaSubsampling: '4:2:0' }],
    ['with colour at full resolution', { chromaSubsampling: '4:4:4' }],
    ['with tables of its own', { optimiseCoding: true, quality: 40 }],
    ['of the best quality', { quality: 100 }],
    ['that is progressive, which is not looked at', { progressive: true }],
  ])('is whole %s', async (_what, options) => {
    expect(isWholeScan(await picture().jpeg(options).toBuffer())).toBe(true)
  })

  it('is whole in grey, and at sizes that fill no block', async () => {
    expect(isWholeScan(await picture().greyscale().jpeg().toBuffer())).toBe(true)
    for (const width of [1, 7, 9, 17, 33])
      expect(isWholeScan(await picture().resize(width, 13).jpeg().toBuffer())).toBe(true)
  })

  it('is not whole where bytes are lost or come twice, with or without colour at full resolution', async () => {
    for (const chromaSubsampling of ['4:2:0', '4:4:4']) {
      const bytes = await picture().jpeg({ chromaSubsampling }).toBuffer()
      const start = scanStart(bytes)
      for (const share of cuts) {
        const at = start + Math.floor((bytes.length - start) * share)
        expect(isWholeScan(without(bytes, at, 200))).toBe(false)
        expect(isWholeScan(twice(bytes, at, 200))).toBe(false)
      }
    }
  })

  it('is not whole with bytes behind the last block, but may be filled up', async () => {
    const bytes = await picture().jpeg().toBuffer()
    const end = bytes.length - 2
    const behind = (...more: number[]) =>
      Buffer.concat([bytes.subarray(0, end), Buffer.from(more), bytes.subarray(end)])
    expect(isWholeScan(behind(0x12, 0x34))).toBe(false)
    expect(isWholeScan(behind(0, 0))).toBe(true)
    expect(isWholeScan(behind(0xff))).toBe(true)
    expect(isWholeScan(bytes.subarray(0, end))).toBe(false)
  })

  it('leaves to the decoder what is no JPEG or has segments without sense', async () => {
    const bytes = await picture().jpeg().toBuffer()
    for (const odd of [Buffer.alloc(0), Buffer.alloc(100), bytes.subarray(0, 30), await picture().png().toBuffer()]) {
      expect(isWholeScan(odd)).toBe(true)
    }
  })

  it('is whole in every real photograph', () => {
    const photographs = [...(idridPhotographs('images') ?? []), ...(idridPhotographs('full') ?? [])]
    expect(photographs.filter((path) => !isWholeScan(new Uint8Array(readFileSync(path))))).toEqual([])
  })
})
