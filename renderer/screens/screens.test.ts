import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { actions, sections } from '../app/actions/all-actions.ts'
import { screenOf } from '../app/address.ts'
import { useRoute } from '../app/kit/route.ts'
import { screens } from './screens.ts'

const names: readonly string[] = screens.map(({ name }) => name)

it('every screen has a name, an address and a key of its own', () => {
  expect(new Set(names).size).toBe(names.length)
  for (const [place, name] of names.entries()) {
    expect(screenOf(name).name).toBe(name)
    expect(actions.find(({ id }) => id === `go.${name}`)?.shortcuts).toEqual([`Alt+${place + 1}`])
  }
  expect(screenOf('elsewhere').name).toBe(names[0])
})

it('every action is heard on its own screen, and stands under a section of its own in the help', () => {
  for (const { name, mode, actions = [], sections = [] } of screens) {
    for (const action of actions) {
      expect([name, mode?.scope]).toContain(action.scope)
      expect(sections.map((section) => section.name)).toContain(action.section)
    }
  }
  const listed = sections.map(({ name }) => name)
  expect(new Set(listed).size).toBe(listed.length)
  for (const { section } of actions) expect(listed).toContain(section)
})

it('offers what a screen does while that screen is in front, grading first in the help and the whole window last', () => {
  const undo = actions.find(({ id }) => id === 'quality.undo')
  useRoute.setState({ route: 'review' })
  expect(undo?.enabled()).toBe(false)
  useRoute.setState({ route: 'quality' })
  expect(undo?.enabled()).toBe(true)
  useRoute.setState({ route: '' })
  const headings = sections.map(({ name }) => name)
  expect(headings.slice(0, 4)).toEqual(['Grade', 'Reason', 'Move', 'Look'])
  expect(headings.slice(-2)).toEqual(['Go to', 'Help'])
})

it('whatever leads to a screen names one of the list', () => {
  const renderer = join(import.meta.dirname, '..')
  const led = globSync('**/*.{ts,tsx}', { cwd: renderer }).flatMap((file) =>
    [...readFileSync(join(renderer, file), 'utf8').matchAll(/goTo\('([^']*)'\)|["'`]#\/(\w+)/g)].map(
      ([, called, linked]) => called ?? linked ?? '',
    ),
  )
  expect(led.length).toBeGreaterThan(10)
  expect(led.filter((name) => !names.includes(name))).toEqual([])
})
