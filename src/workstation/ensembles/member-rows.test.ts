import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Eye } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { contentOf, hashOf, makeProject, now, temporaryFolder } from '../../../tests/store/made-project.ts'
import { memberRows } from './member-rows.ts'

let place: ReturnType<typeof temporaryFolder>
let store: ProjectStore
let members: ModelId[]
beforeEach(() => {
  place = temporaryFolder()
  store = makeProject(place.folder)
  members = ['a', 'b'].map((name) =>
    store.models.add(
      {
        ...{ name, architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf(name), card: {} },
        ...{ parent: null, run: null, snapshot: null, status: 'candidate' },
      },
      now,
    ),
  )
})
afterEach(() => {
  store.close()
  place.remove()
})

function add(stem: string, patient: string | null, eye: Eye | null, folder = '/one'): ImageId {
  const sourceId = store.images.upsertSource(folder, now)
  const file = { sourceId, relativePath: `${stem}.jpg`, stem, content: contentOf(stem), patient, eye, modifiedMs: 1 }
  return store.images.add(file, now)
}

/** Everything on one grade but for a tenth on the first. */
const sure = (grade: number): GradeProbabilities => {
  const [p0, p1, p2, p3, p4] = [0, 1, 2, 3, 4].map((k) => (k === grade ? 0.9 : 0) + (k === 0 ? 0.1 : 0))
  return [p0 ?? 0, p1 ?? 0, p2 ?? 0, p3 ?? 0, p4 ?? 0]
}

function say(member: number, image: ImageId, grade: number, { outOfFold = true, fold = null as number | null } = {}) {
  store.predictions.put(members[member] as ModelId, [{ image, outOfFold, fold, probabilities: sure(grade) }], now)
}

const rowsOf = (eyes: boolean) => memberRows(store, { members, by: 'logistic', eyes })

it('a row is there once every member has spoken, members in their order', () => {
  const [both, one] = [add('x', null, null), add('y', null, null)]
  say(0, both, 1)
  say(1, both, 2)
  say(0, one, 3)
  expect(rowsOf(false)).toMatchObject([
    { entry: { image: both }, unseen: [...sure(1), ...sure(2)], main: null },
    { entry: { image: one }, unseen: null, main: null },
  ])
})

it('what a fit that saw the photograph says is kept apart from what others say', () => {
  const image = add('x', null, null)
  say(0, image, 1, { fold: 2 })
  say(0, image, 3, { outOfFold: false })
  // The second member never learnt from it: its main fit counts for both.
  say(1, image, 2)
  expect(rowsOf(false)[0]).toMatchObject({
    unseen: [...sure(1), ...sure(2)],
    main: [...sure(3), ...sure(2)],
  })
})

it('the fellow eye is the same patient’s other one, within the same source', () => {
  const left = add('1_left', '1', 'left')
  const right = add('1_right', '1', 'right')
  const again = add('1_right_again', '1', 'right')
  const elsewhere = add('other', '1', 'right', '/two')
  const alone = add('2_left', '2', 'left')
  const unknown = add('z', null, 'left')
  const fellows = store.related.fellowEyes()
  expect(fellows.get(left)).toEqual([right, again])
  expect(fellows.get(right)).toEqual([left])
  for (const image of [elsewhere, alone, unknown]) expect(fellows.get(image) ?? []).toEqual([])
})

it('the fellow eye’s probabilities stand beside the eye’s own, where all members have spoken of it', () => {
  const [left, right] = [add('1_left', '1', 'left'), add('1_right', '1', 'right')]
  for (const member of [0, 1]) say(member, left, 4)
  say(0, right, 1)
  const own = [...sure(4), ...sure(4)]
  expect(rowsOf(true)[0]?.unseen).toEqual([...own, ...own, 0])
  say(1, right, 2)
  expect(rowsOf(true)[0]?.unseen).toEqual([...own, ...sure(1), ...sure(2), 1])
  expect(rowsOf(true)[1]?.unseen).toEqual([...sure(1), ...sure(2), ...own, 1])
})
