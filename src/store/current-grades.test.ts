import { describe, expect, it } from 'vitest'
import type { Decision, Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { addImages, addLabels, decide, now } from '../../tests/store/made-project.ts'
import { projectForEach } from '../../tests/store/project-for-each.ts'
import { Connection } from './connection.ts'
import type { ProjectStore } from './project-store.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

type Step = readonly ['Ana' | 'Ben' | 'Judge', Decision | 'undo', ('blind' | 'revealed' | 'adjudication')?]

const cases: readonly {
  readonly rule: string
  readonly label: Grade | null
  readonly steps: readonly Step[]
  readonly state: string
  readonly grade: Grade | null
}[] = [
  { rule: 'nothing is none', label: null, steps: [], state: 'none', grade: null },
  { rule: 'without a reading the label counts', label: 1, steps: [], state: 'imported', grade: 1 },
  { rule: 'a reading takes its place', label: 1, steps: [['Ana', 2]], state: 'read', grade: 2 },
  { rule: 'so does one with no label', label: null, steps: [['Ana', 0]], state: 'read', grade: 0 },
  {
    rule: 'the latest of a reader counts',
    label: 1,
    steps: [
      ['Ana', 3, 'blind'],
      ['Ana', 2],
    ],
    state: 'read',
    grade: 2,
  },
  {
    rule: 'readers who agree',
    label: 1,
    steps: [
      ['Ana', 2],
      ['Ben', 2],
    ],
    state: 'read',
    grade: 2,
  },
  {
    rule: 'readers who differ',
    label: 1,
    steps: [
      ['Ana', 2],
      ['Ben', 3],
    ],
    state: 'unresolved',
    grade: null,
  },
  {
    rule: 'readers who come to agree',
    label: 1,
    steps: [
      ['Ana', 2],
      ['Ben', 3],
      ['Ana', 3],
    ],
    state: 'read',
    grade: 3,
  },
  {
    rule: 'an undone reading does not count',
    label: 1,
    steps: [
      ['Ana', 2],
      ['Ana', 'undo'],
    ],
    state: 'imported',
    grade: 1,
  },
  {
    rule: 'an undone change brings the reading before it back',
    label: 1,
    steps: [
      ['Ana', 2],
      ['Ana', 4],
      ['Ana', 'undo'],
    ],
    state: 'read',
    grade: 2,
  },
  {
    rule: 'undoing the difference resolves it',
    label: 1,
    steps: [
      ['Ana', 2],
      ['Ben', 3],
      ['Ben', 'undo'],
    ],
    state: 'read',
    grade: 2,
  },
  { rule: 'ungradable has no grade', label: 1, steps: [['Ana', 'ungradable']], state: 'ungradable', grade: null },
  {
    rule: 'ungradable for one of two is a difference',
    label: 1,
    steps: [
      ['Ana', 'ungradable'],
      ['Ben', 0],
    ],
    state: 'unresolved',
    grade: null,
  },
  {
    rule: 'an adjudication settles a difference',
    label: 1,
    steps: [
      ['Ana', 2],
      ['Ben', 3],
      ['Judge', 3, 'adjudication'],
    ],
    state: 'adjudicated',
    grade: 3,
  },
  {
    rule: 'a later reading does not unsettle it',
    label: 1,
    steps: [
      ['Judge', 3, 'adjudication'],
      ['Ana', 2],
      ['Ben', 2],
    ],
    state: 'adjudicated',
    grade: 3,
  },
  {
    rule: 'of two adjudications the last counts, whoever made it',
    label: 1,
    steps: [
      ['Judge', 4, 'adjudication'],
      ['Ana', 0, 'adjudication'],
    ],
    state: 'adjudicated',
    grade: 0,
  },
  {
    rule: 'an adjudication can say ungradable',
    label: 1,
    steps: [
      ['Ana', 2],
      ['Judge', 'ungradable', 'adjudication'],
    ],
    state: 'ungradable',
    grade: null,
  },
  {
    rule: 'an undone adjudication leaves the readings',
    label: 1,
    steps: [
      ['Ana', 2],
      ['Judge', 4, 'adjudication'],
      ['Judge', 'undo'],
    ],
    state: 'read',
    grade: 2,
  },
  {
    rule: "an adjudicator's own reading stays apart",
    label: 1,
    steps: [
      ['Ana', 2],
      ['Ana', 3, 'adjudication'],
      ['Ana', 'undo'],
    ],
    state: 'read',
    grade: 2,
  },
]

describe('the current grade', () => {
  it.each(cases)('$rule: $state $grade', ({ label, steps, state, grade }) => {
    const [image] = addImages(store, 2) as [ImageId, ImageId]
    if (label !== null) addLabels(store, [image], [label])
    for (const [grader, what, phase = 'revealed'] of steps) {
      if (what === 'undo') store.readings.retractLast(grader, now)
      else store.readings.append(decide(image, what, { grader, phase }), now)
    }
    expect(store.readings.currentGrade(image)).toEqual({ state, grade })
    expect(store.readings.currentGrades()[0]).toEqual({ image, state, grade })
  })

  it('is what the view says, photograph by photograph', () => {
    const images = addImages(store, cases.length)
    const grades = cases.map(({ label }) => label ?? 0)
    addLabels(store, images, grades)
    cases.forEach(({ steps }, index) => {
      for (const [grader, what, phase = 'revealed'] of steps) {
        if (what === 'undo') store.readings.retractLast(grader, now)
        else store.readings.append(decide(images[index] as ImageId, what, { grader, phase }), now)
      }
    })
    const reader = new Connection(`${store.folder}/project.sqlite`, 1000)
    const view = reader.all('SELECT image_id AS image, state, grade FROM current_grades ORDER BY image_id')
    reader.close()
    expect(view).toEqual(store.readings.currentGrades())
    expect(view).toEqual(images.map((image) => ({ image, ...store.readings.currentGrade(image) })))
  })

  it('of 100 readers who agree is theirs', () => {
    const [image] = addImages(store, 1) as [ImageId]
    for (let reader = 0; reader < 100; reader++) {
      store.readings.append(decide(image, 4, { grader: `reader ${reader}` }), now)
    }
    expect(store.readings.currentGrade(image)).toEqual({ state: 'read', grade: 4 })
  })
})
