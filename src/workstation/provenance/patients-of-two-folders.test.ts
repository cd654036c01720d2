import { expect, it } from 'vitest'
import type { Eye } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { contentOf, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { groupKeys } from './group-keys.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

function add(folder: string, patient: string, eye: Eye): ImageId {
  const sourceId = store.images.upsertSource(folder, now)
  const file = { sourceId, relativePath: `${patient}-${eye}.jpg`, stem: `${patient}-${eye}`, modifiedMs: 1 }
  return store.images.add({ ...file, content: contentOf(`${folder} ${patient} ${eye}`), patient, eye }, now)
}

const groupOf = (image: ImageId) => groupKeys(store).get(store.images.get(image).sha256)

it('are others until somebody says that the folders number them alike', () => {
  const before = add('/2023', '7', 'left')
  const after = add('/2024', '7', 'right')
  const later = add('/2025', '7', 'right')
  expect(groupOf(before)).not.toBe(groupOf(after))
  expect(store.related.fellowEyesOf(before)).toEqual([])

  const folders = new Map(store.images.sources().map(({ folder, source }) => [folder, source]))
  const as = (folder: string, other: string) => store.images.numberPatientsAs(folders.get(folder) as never, other)
  as('/2024', '/2023')
  expect(groupOf(before)).toBe(groupOf(after))
  expect(groupOf(before)).not.toBe(groupOf(later))
  expect(store.related.fellowEyesOf(before)).toEqual([after])
  expect(store.related.fellowEyes().get(after)).toEqual([before])
  expect(store.related.fellowEyes().get(before)).toEqual([after])

  // Said of a folder that others go by, it holds for those, too.
  as('/2023', '/2025')
  expect(new Set([before, after, later].map(groupOf)).size).toBe(1)
  as('/2025', '/2024')
  expect(store.related.fellowEyesOf(before)).toEqual([after, later])
  expect(() => as('/2025', '/elsewhere')).toThrow(
    'No photographs of /elsewhere are in the project; its folders are /2023, /2024.',
  )
})
