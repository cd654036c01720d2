import { beforeEach, expect, it } from 'vitest'
import type { Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { isControl } from '#store/checks.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { addImages, addLabels, decide, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { ledger } from './ledger.ts'

const count = 200
let store: ProjectStore
let controls: ImageId[]
projectForEach((made) => {
  store = made
})
beforeEach(() => {
  const images = addImages(store, count)
  addLabels(
    store,
    images,
    images.map(() => 1),
  )
  controls = images.filter((image) => isControl(image, count))
})

const at = (index: number) => controls[index] as ImageId

/** A control is read blind, and then with all that is known of it. */
function readControl(index: number, blind: Grade, revealed: Grade, grader = 'Ana'): void {
  store.readings.append({ ...decide(at(index), blind, { grader, phase: 'blind' }), purpose: 'control' }, now)
  store.readings.append(decide(at(index), revealed, { grader }), now)
}

const mildModerate = (grader?: string) =>
  ledger(store, { grader, rate: 0.02 }).boundaries.find(({ boundary: [low] }) => low === 1)

it('judges a control by what was said of it blind, and a label by what became of it', () => {
  readControl(0, 2, 1)
  readControl(1, 1, 1)
  readControl(2, 2, 2)
  const entry = mildModerate('Ana')
  expect(entry).toMatchObject({ read: 3, found: 1, controls: 3, wrongControls: 2 })
  expect(entry?.curve).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 1],
  ])
})

it('counts a control on which readers differ as read, and its label as found wrong', () => {
  readControl(0, 2, 2)
  readControl(0, 1, 1, 'Ben')
  readControl(1, 1, 1)
  expect(mildModerate()).toMatchObject({ read: 2, found: 1, controls: 2, wrongControls: 1 })
  expect(mildModerate('Ben')).toMatchObject({ read: 1, found: 0, controls: 1, wrongControls: 0 })
})

it('takes one that was read otherwise first for no control', () => {
  store.readings.append(decide(at(0), 2), now)
  readControl(1, 1, 1)
  expect(mildModerate('Ana')).toMatchObject({ read: 2, found: 1, controls: 1, wrongControls: 0 })
})
