import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hashOf, temporaryFolder } from '../../tests/store/made-project.ts'
import { type Blobs, openBlobs } from './blobs.ts'

let place: ReturnType<typeof temporaryFolder>
let blobs: Blobs
beforeEach(() => {
  place = temporaryFolder()
  blobs = openBlobs(join(place.folder, 'blobs'))
})
afterEach(() => place.remove())

const text = new TextEncoder()

describe('blobs', () => {
  it('are named by the SHA-256 of their bytes, under its first two digits', async () => {
    const sha256 = await blobs.put(text.encode('retina'))
    expect(sha256).toBe(hashOf('retina'))
    expect(blobs.path(sha256)).toBe(join(place.folder, 'blobs', sha256.slice(0, 2), sha256))
    expect(blobs.has(sha256)).toBe(true)
    expect(await blobs.read(sha256)).toEqual(Buffer.from('retina'))
  })

  it('are kept once, and leave nothing half written behind', async () => {
    const sha256 = await blobs.put(text.encode('retina'))
    await Promise.all(Array.from({ length: 10 }, () => blobs.put(text.encode('retina'))))
    expect(readdirSync(blobs.folder)).toEqual([sha256.slice(0, 2)])
    expect(readdirSync(join(blobs.folder, sha256.slice(0, 2)))).toEqual([sha256])
  })

  it('go when nothing refers to them any more, and may be gone already', async () => {
    const sha256 = await blobs.put(text.encode('checkpoint'))
    await blobs.remove(sha256)
    await blobs.remove(sha256)
    expect(blobs.has(sha256)).toBe(false)
  })

  it('take a whole file, streamed', async () => {
    const bytes = Buffer.alloc(5_000_000, 'fundus ')
    const file = join(place.folder, 'model.onnx')
    writeFileSync(file, bytes)
    const sha256 = await blobs.putFile(file)
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(bytes.equals(await blobs.read(sha256))).toBe(true)
  })

  it('leave nothing behind where the file cannot be read', async () => {
    await expect(blobs.putFile(join(place.folder, 'none'))).rejects.toThrow(/ENOENT/)
    expect(readdirSync(blobs.folder)).toEqual([])
  })

  it('are refused when their bytes are not what their name says', async () => {
    const sha256 = await blobs.put(text.encode('retina'))
    writeFileSync(blobs.path(sha256), 'retinb')
    await expect(blobs.read(sha256)).rejects.toMatchObject({ code: 'project_damaged' })
  })

  it('are whole again after another was cut short', async () => {
    const sha256 = hashOf('retina')
    mkdirSync(join(blobs.folder, sha256.slice(0, 2)), { recursive: true })
    writeFileSync(blobs.path(sha256), 'ret')
    await blobs.put(text.encode('retina'))
    expect(await blobs.read(sha256)).toEqual(Buffer.from('retina'))
  })

  it('answer not_found for what is not there', async () => {
    await expect(blobs.read(hashOf('nothing'))).rejects.toMatchObject({ code: 'not_found' })
  })
})
