import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openProject } from '#store/open.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { hashOf, now, opening } from '../store/made-project.ts'
import { temporaryFolder, testWorkstation } from './made-project.ts'
import { makeNoisyProject } from './noisy-project.ts'

describe('another primary label set', () => {
  const { folder, remove } = temporaryFolder()
  const noisy = makeNoisyProject(folder, 120)
  let workstation: Workstation

  /** The second set is right of all but the last twenty, of which it says nothing. */
  beforeAll(async () => {
    const store = openProject(noisy.project, opening)
    const [source] = store.images.sources()
    const file = { name: 'right', layout: 'aptos', fileName: 'right.csv', sha256: hashOf('right.csv'), shape: {} }
    store.transaction(() => {
      if (!source) throw new Error('The project has no folder.')
      const set = store.labels.addSet({ ...file, sourceId: source.source }, now)
      const row = { name: 'x', raw: [], oedema: null, rejected: null }
      const said = [...noisy.truth].slice(0, 100)
      store.labels.addRows(
        set,
        said.map(([image, grade], index) => ({ ...row, line: index + 2, image, grade })),
      )
    })
    store.close()
    workstation = await testWorkstation(folder)
    await workstation.client.projects.open({ folder: noisy.project })
    await workstation.client.models.promote({ model: noisy.model })
  })
  afterAll(async () => {
    await workstation.close()
    await remove()
  })

  it('does to the grades what was shown before, ranks suspicion anew and can be taken back', async () => {
    const { client } = workstation
    const wrong = [...noisy.truth].slice(0, 100).filter(([image, grade]) => noisy.labels.get(image) !== grade)
    const [[read] = []] = wrong
    if (read === undefined) throw new Error('No label is wrong.')
    const shown = await client.review.photograph({ image: read, grader: 'Ana' })
    await client.review.grade({ image: read, grader: 'Ana', decision: 4, phase: shown.blind ? 'blind' : 'revealed' })

    const preview = await client.labels.previewPrimary({ labelSet: 'right' })
    expect(preview).toMatchObject({ before: 'labels', labelled: 120, changed: wrong.length, read: 1 })
    const sum = preview.matrix.flat().reduce((all, n) => all + n, 0)
    const same = preview.matrix.reduce((all, row, grade) => all + (row[grade] ?? 0), 0)
    expect([sum, sum - same]).toEqual([120, wrong.length])
    expect(preview.matrix[1]?.[2]).toBe(wrong.filter(([, grade]) => grade === 2).length)

    const suspects = async () => (await client.looking.suspects({ limit: 120 })).suspects
    const before = await suspects()
    expect(await client.labels.makePrimary({ labelSet: 'right', grader: 'Ana' })).toEqual(preview)
    expect((await client.review.photograph({ image: read })).current).toEqual({ state: 'read', grade: 4 })
    const after = await suspects()
    const changed = wrong.filter(([image]) => image !== read)
    for (const [image, grade] of changed) {
      const { name, current } = await client.review.photograph({ image })
      expect(current).toEqual({ state: 'imported', grade })
      expect(after.find((row) => row.image === name)?.label).toBe(grade)
      expect(before.find((row) => row.image === name)?.label).not.toBe(grade)
    }
    expect(after.map(({ score }) => score)).not.toEqual(before.map(({ score }) => score))

    expect(await client.labels.makePrimary({ labelSet: 'right' })).toMatchObject({ before: 'right', changed: 0 })
    await client.labels.makePrimary({ labelSet: 'labels', grader: 'Ana' })
    for (const [image] of changed) {
      expect((await client.review.photograph({ image })).current.grade).toBe(noisy.labels.get(image))
    }
    await client.projects.close()
    const store = openProject(noisy.project, opening)
    const events = store.events.list({ limit: 100 }).filter(({ what }) => what === 'labels.primary')
    store.close()
    expect(events.map(({ who, details }) => [who, details])).toEqual([
      ['Ana', { labelSet: 'labels', before: 'right', changed: wrong.length }],
      ['Ana', { labelSet: 'right', before: 'labels', changed: wrong.length }],
    ])
  })
})
