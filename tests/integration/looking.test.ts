import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lesionModel } from '#learning/saliency/testing/lesion-model.ts'
import { type NamedChange, namedChanges } from '#shared/augmentation.ts'
import type { ImageId } from '#shared/ids.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { importMadePhotographs, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const place = temporaryFolder()
let workstation: Workstation
let image: ImageId
beforeAll(async () => {
  const [first] = await writeMadePhotographs(place.folder, 5)
  const file = join(place.folder, 'lesion.onnx')
  await writeFile(file, lesionModel())
  workstation = await testWorkstation(place.folder)
  await importMadePhotographs(workstation, place.folder)
  await workstation.client.models.import({ file })
  image = (await workstation.client.review.find({ image: first?.name ?? '' })).image
})
afterAll(async () => {
  await workstation.close()
  await place.remove()
})

const pictureAt = async (path: string | null) => {
  const response = await workstation.pixels(new Request(`http://127.0.0.1${path}`))
  return sharp(Buffer.from(await response.arrayBuffer()))
}

describe('the layers of the model', () => {
  it('are told by name and size, first to last, and maps are drawn from those that are named', async () => {
    const { client } = workstation
    const { model, layers, usual } = await client.looking.layers()
    expect(model).toBe('m1')
    expect(layers).toEqual([
      { name: 'fine', channels: 2, width: 96, height: 96 },
      { name: 'coarse', channels: 2, width: 12, height: 12 },
    ])
    expect(usual).toMatchObject({ 'grad-cam': ['coarse'], 'layer-cam': ['coarse'] })
    expect((await client.looking.explain({ image })).layer).toBe('coarse')
    const fused = await client.looking.explain({ image, layers: ['coarse', 'fine'] })
    expect(fused).toMatchObject({ layer: 'coarse,fine', map: { width: 96, height: 96 } })
  })

  it('are refused where the model has none of that name, in a sentence', async () => {
    const asked = workstation.client.looking.explain({ image, layers: ['layer4.2'] })
    await expect(asked).rejects.toMatchObject({ code: 'not_found', message: 'The model has no layer layer4.2.' })
  })
})

describe('a map', () => {
  it('of two grades has two sides, and changes them with the grades', async () => {
    const { client } = workstation
    const asked = { image, method: 'hires-cam' } as const
    const there = await client.looking.explain({ ...asked, grade: 2, against: 1 })
    expect(there).toMatchObject({ grade: 2, against: 1, sides: 'two' })
    const back = await client.looking.explain({ ...asked, grade: 1, against: 2 })
    const pixels = async (overlay: string) => await (await pictureAt(overlay)).raw().toBuffer()
    const [one, other] = [await pixels(there.overlay), await pixels(back.overlay)]
    // Light and dark lines have no colour.
    const coloured = (at: number) => one[at] !== one[at + 1] && other[at] !== other[at + 1]
    const places = Array.from({ length: one.length / 4 }, (_, pixel) => 4 * pixel).filter(coloured)
    expect(places.length).toBeGreaterThan(100)
    // Redness speaks for Mild, and there is nothing that speaks for Moderate.
    for (const at of places) {
      expect(one[at]).toBeLessThan(one[at + 2] as number)
      expect(other[at]).toBeGreaterThan(other[at + 2] as number)
      expect(other[at + 3]).toBe(one[at + 3])
    }
  })

  it('under each change lies over the picture that the model saw, with what it gives for that', async () => {
    const { client } = workstation
    const found = await Promise.all(namedChanges.map((change) => client.looking.explain({ image, grade: 2, change })))
    expect(new Set(found.map(({ picture }) => picture)).size).toBe(namedChanges.length)
    // The model goes by the mean of red: light counts, and where it falls does not.
    const mild = (change: NamedChange) => found[namedChanges.indexOf(change)]?.probabilities[1] ?? Number.NaN
    expect(mild('brighter')).toBeGreaterThan(mild('as-it-is'))
    expect(mild('darker')).toBeLessThan(mild('as-it-is'))
    expect(mild('flip-left-right')).toBeCloseTo(mild('as-it-is'), 3)
    for (const { picture, overlay, grade } of found) {
      expect(grade).toBe(2)
      expect(await (await pictureAt(picture)).metadata()).toMatchObject({ format: 'png', width: 96, height: 96 })
      expect(await (await pictureAt(overlay)).metadata()).toMatchObject({ width: 512, height: 512, channels: 4 })
    }
    const plain = await client.looking.explain({ image, grade: 2 })
    expect(plain.picture).toBeNull()
    expect(found[0]?.probabilities).toEqual(plain.probabilities)
  })
})
