import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TargetHandles } from './handles.ts'
import { freeTarget, targetAt } from './where-to-write.ts'

let home: string
const at = (...parts: string[]) => join(home, ...parts)
const sources = () => [at('photographs'), at('study')]

beforeAll(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'regrade-targets-')))
  for (const folder of ['eyes.regrade/exports', 'eyes.regrade/blobs', 'plain/exports', 'photographs/left', 'out']) {
    mkdirSync(at(folder), { recursive: true })
  }
  mkdirSync(at('study', 'own.regrade', 'exports'), { recursive: true })
  writeFileSync(at('eyes.regrade', 'project.sqlite'), '')
  writeFileSync(at('plain', 'project.sqlite'), '')
  writeFileSync(at('photographs', 'one.jpg'), '')
  writeFileSync(at('out', 'there.csv'), '')
  symlinkSync(at('eyes.regrade', 'project.sqlite'), at('out', 'link.csv'))
  symlinkSync(at('photographs'), at('out', 'folder'))
  symlinkSync(at('nowhere'), at('out', 'dangling'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

it.each([
  ['eyes.regrade/project.sqlite', 'usage', /in the project/],
  ['eyes.regrade/new.csv', 'usage', /in the project/],
  ['eyes.regrade/blobs/ab/new.csv', 'usage', /in the project/],
  ['eyes.regrade/exports/../project.sqlite', 'usage', /in the project/],
  ['plain/new.csv', 'usage', /in the project/],
  ['yet-to-be.regrade/new.csv', 'usage', /in the project/],
  ['photographs/one.jpg', 'usage', /among the photographs/],
  ['photographs/left/new.csv', 'usage', /among the photographs/],
  ['out/folder/one.jpg', 'usage', /among the photographs/],
  ['out/folder/new/deep.csv', 'usage', /among the photographs/],
  ['out/link.csv', 'usage', /in the project/],
  ['out/dangling', 'usage', /leads nowhere/],
  ['out', 'usage', /is a folder/],
])('%s is not written, whatever was meant', (path, code, message) => {
  for (const replace of [false, true]) {
    const asked = () => targetAt(at(path), { sources: sources(), replace })
    expect(asked).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }))
  }
})

it('a file that is there is written only where that was meant', () => {
  const asked = () => targetAt(at('out', 'there.csv'))
  expect(asked).toThrow(expect.objectContaining({ code: 'conflict', message: expect.stringContaining('--force') }))
  expect(targetAt(at('out', 'there.csv'), { replace: true })).toEqual({ file: at('out', 'there.csv'), replace: true })
})

it('a project’s exports are its own, also where it lies among photographs', () => {
  for (const path of ['eyes.regrade/exports/x.csv', 'plain/exports/new/x.csv', 'study/own.regrade/exports/x.csv']) {
    expect(targetAt(at(path), { sources: sources() }).file).toBe(at(path))
  }
})

it('a name that is taken has a number', () => {
  writeFileSync(at('eyes.regrade', 'exports', 'mine.recipe.json'), '')
  writeFileSync(at('eyes.regrade', 'exports', 'audit.csv'), '')
  writeFileSync(at('eyes.regrade', 'exports', 'audit-2.csv'), '')
  const free = (name: string) => freeTarget(at('eyes.regrade', 'exports'), name).file
  expect(free('mine.recipe.json')).toBe(at('eyes.regrade', 'exports', 'mine-2.recipe.json'))
  expect(free('audit.csv')).toBe(at('eyes.regrade', 'exports', 'audit-3.csv'))
  expect(free('grades.csv')).toBe(at('eyes.regrade', 'exports', 'grades.csv'))
})

it('a handle is good for one file, for ten minutes', () => {
  let minutes = 0
  const handles = new TargetHandles(() => new Date(minutes * 60_000))
  const target = { file: '/out/x.csv', replace: false }
  const [one, two] = [handles.issue(target), handles.issue(target)]
  expect(handles.take(one)).toMatchObject(target)
  expect(() => handles.take(one)).toThrow(/Choose it again/)
  minutes = 11
  expect(() => handles.take(two)).toThrow(/Choose it again/)
  expect(() => handles.take('x')).toThrow(/Choose it again/)
})
