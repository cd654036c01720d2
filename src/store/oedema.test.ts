import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageId, ModelId } from '#shared/ids.ts'
import {
  addImages,
  addLabels,
  hashOf,
  makeProject,
  now,
  opening,
  temporaryFolder,
} from '../../tests/store/made-project.ts'
import { Connection } from './connection.ts'
import { migrationsFolder } from './migrations.ts'
import { createProject, openProject } from './open.ts'
import type { ProjectStore } from './project-store.ts'
import type { SnapshotItem } from './snapshots.ts'

let place: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(() => place.remove())

function addModel(store: ProjectStore): ModelId {
  const origin = { parent: null, run: null, snapshot: null }
  const model = { name: 'm', architecture: 'b0', head: 'softmax', blob: hashOf('m'), card: {}, ...origin }
  return store.models.add({ ...model, status: 'candidate' }, now)
}

const said = { outOfFold: true, fold: null, probabilities: [1, 0, 0, 0, 0] } as const

describe('oedema risks', () => {
  it('of a model are kept beside its grades, replaced with them, and gone where it tells none', () => {
    const store = makeProject(place.folder)
    const [image] = addImages(store, 1) as [ImageId]
    const model = addModel(store)
    for (const oedema of [[0.5, 0.25, 0.25], [0, 1, 0], undefined] as const) {
      store.predictions.put(model, [{ ...said, image, oedema }], now)
      expect(store.predictions.forImage(image, model)?.oedema).toEqual(oedema)
      expect(store.predictions.forModel(model)).toEqual([{ ...said, image, ...(oedema && { oedema }) }])
    }
    store.close()
  })

  it('of labels are the first accepted ones of the primary set, or of the set that is asked for', () => {
    const store = makeProject(place.folder)
    const images = addImages(store, 3) as [ImageId, ImageId, ImageId]
    expect(store.labels.oedemaRisks().size).toBe(0)
    const primary = addLabels(store, images, [0, 1, 2])
    const row = { name: 'x', raw: [], grade: 1, rejected: null } as const
    store.labels.addRows(primary, [
      { ...row, line: 10, image: images[0], oedema: 2, rejected: 'twice' },
      { ...row, line: 11, image: images[0], oedema: 1 },
      { ...row, line: 12, image: images[0], oedema: 0 },
      { ...row, line: 13, image: null, oedema: 2 },
    ])
    const origin = { fileName: 'b.csv', sha256: hashOf('b.csv'), sourceId: store.images.upsertSource('/b', now) }
    const second = store.labels.addSet({ name: 'b', layout: 'idrid', ...origin, shape: {}, primary: false }, now)
    store.labels.addRows(second, [{ ...row, line: 2, image: images[1], oedema: 2 }])
    expect([...store.labels.oedemaRisks()]).toEqual([[images[0], 1]])
    expect([...store.labels.oedemaRisks(second)]).toEqual([[images[1], 2]])
    store.close()
  })

  it('are part of what a snapshot says that was learnt, and of its hash', () => {
    const store = makeProject(place.folder)
    const [image] = addImages(store, 1) as [ImageId]
    const item: SnapshotItem = { image, group: 'a', grade: 2, origin: 'read', part: 'train', fold: 1, pseudo: null }
    const snapshots = [item, { ...item, oedema: 0 as const }, { ...item, oedema: 1 as const }].map((one) => {
      const id = store.snapshots.create([one], now)
      expect(store.snapshots.items(id)).toEqual([one])
      return store.snapshots.find(id)?.sha256
    })
    expect(new Set(snapshots).size).toBe(3)
    store.close()
  })

  it('are none in a project from before there were any', () => {
    const older = join(place.folder, 'older')
    mkdirSync(older)
    for (const file of ['0001_project.sql', '0002_noisy_student.sql']) {
      cpSync(join(migrationsFolder, file), join(older, file))
    }
    const folder = join(place.folder, 'eyes.regrade')
    const before = createProject(folder, { ...opening, name: 'Eyes', id: 'project-1', migrationsFolder: older })
    const [image] = addImages(before, 1) as [ImageId]
    const model = addModel(before)
    before.close()
    const file = new Connection(join(folder, 'project.sqlite'), 100)
    file.execute(`
      INSERT INTO predictions (model_id, image_id, out_of_fold, fold, p0, p1, p2, p3, p4, at)
        VALUES (1, ${image}, 1, NULL, 1, 0, 0, 0, 0, '${now}');
      INSERT INTO snapshots (id, sha256, items, at) VALUES (1, '${hashOf('s')}', 1, '${now}');
      INSERT INTO snapshot_items (snapshot_id, image_id, group_key, grade, origin, part) VALUES (1, ${image}, 'a', 2, 'read', 'train');`)
    file.close()
    const store = openProject(folder, opening)
    expect(store.predictions.forModel(model)).toEqual([{ ...said, image }])
    expect(store.snapshots.items(1 as Parameters<typeof store.snapshots.items>[0])).toEqual([
      { image, group: 'a', grade: 2, origin: 'read', part: 'train', fold: null, pseudo: null },
    ])
    store.close()
  })
})
