import { cpSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { QualityMeasures } from '#shared/contract/quality.ts'
import type { ImageId } from '#shared/ids.ts'
import { addImages, now, opening, temporaryFolder } from '../../tests/store/made-project.ts'
import { Connection } from './connection.ts'
import { migrationsFolder } from './migrations.ts'
import { createProject, openProject } from './open.ts'

const measures: QualityMeasures = {
  ...{ darkFraction: 0.4, brightFraction: 0, retinaDarkFraction: 0.1, retinaBrightFraction: 0.02 },
  ...{ underexposed: false, overexposed: false, retinaUnderexposed: false, retinaOverexposed: false },
  ...{ retinaFraction: 0.6, focus: 0.4, histogram: [] },
}

it('a verdict given before changes were kept is what stands once all changes are taken back', () => {
  const place = temporaryFolder()
  const [folder, older] = [join(place.folder, 'eyes.regrade'), join(place.folder, 'older')]
  mkdirSync(older)
  for (const file of readdirSync(migrationsFolder)) {
    if (file < '0014') cpSync(join(migrationsFolder, file), join(older, file))
  }
  createProject(folder, { ...opening, name: 'Eyes', id: 'project-1', migrationsFolder: older }).close()
  const before = new Connection(join(folder, 'project.sqlite'), 100)
  before.execute(`
    INSERT INTO graders (id, name, added_at) VALUES (1, 'Eva', '${now}');
    INSERT INTO sources (id, folder, added_at) VALUES (1, '/photographs', '${now}');
    INSERT INTO contents (id, sha256, bytes, format, width, height, orientation, perceptual_hash)
      VALUES (1, '${'a'.repeat(64)}', 1, 'jpeg', 1, 1, 1, '0123456789abcdef');
    INSERT INTO images (id, source_id, relative_path, stem, content_id, modified_ms, added_at)
      VALUES (1, 1, 'a.jpg', 'a', 1, 1, '${now}');
    INSERT INTO quality (image_id, measures, rule_verdict, reasons, reader_verdict, decided_by, measured_at)
      VALUES (1, '${JSON.stringify(measures)}', 'good', '[]', 'usable', 1, '${now}');`)
  before.close()

  const store = openProject(folder, opening)
  const image = 1 as ImageId
  const verdict = () => store.quality.find(image)?.verdict
  expect(verdict()).toBe('usable')
  expect(store.quality.turn('undo', 'Eva', now)).toBeNull()
  store.quality.decide([image], 'reject', 'Ana', now)
  store.quality.decide([image], 'good', 'Ana', now)
  store.quality.turn('undo', 'Ana', now)
  expect(verdict()).toBe('reject')
  store.quality.turn('undo', 'Ana', now)
  expect(store.quality.find(image)).toMatchObject({ verdict: 'usable', decidedBy: 'reader' })
  store.close()
  place.remove()
})

it('one change of thousands is taken back whole', () => {
  const place = temporaryFolder()
  const store = createProject(join(place.folder, 'eyes.regrade'), { ...opening, name: 'Eyes', id: 'project-1' })
  const images = addImages(store, 5000)
  store.transaction(() => {
    for (const image of images) store.quality.put(image, measures, 'good', [], now)
  })
  expect(store.quality.decide(images, 'reject', 'Ana', now)).toBe(5000)
  expect(store.quality.decide(images.slice(0, 2000), 'usable', 'Ben', now)).toBe(2000)
  expect(store.quality.turn('undo', 'Ana', now)).toMatchObject({ images: 5000, turned: 3000 })
  expect(store.quality.counts()).toEqual({ good: 3000, usable: 2000, reject: 0 })
  store.close()
  place.remove()
})
