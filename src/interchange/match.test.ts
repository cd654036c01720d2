import { describe, expect, it } from 'vitest'
import { matchLabels } from './match.ts'

const match = (names: string[], paths: string[]) =>
  matchLabels(
    names.map((name) => ({ name })),
    paths,
  )
const pairs = (names: string[], paths: string[]) => match(names, paths).matched.map(({ row, path }) => [row.name, path])

describe('rows and photographs', () => {
  it.each([
    ['the stem', 'IDRiD_001', 'IDRiD_001.jpg'],
    ['the stem in a subfolder', '10_left', 'train/left/10_left.jpeg'],
    ['the file name', 'a.jpg', 'x/a.jpg'],
    ['the whole path', 'x/a.jpg', 'x/a.jpg'],
    ['a path with backslashes', '.\\x\\a.jpg', 'x/a.jpg'],
    ['a path that leaves out a folder', 'regular/1_l1.jpg', 'Images/regular/1_l1.jpg'],
    ['another extension', 'a.jpeg', 'a.JPG'],
    ['another case, where nothing else fits', 'EYE_1', 'eye_1.jpg'],
    ['capitals of the name on disk', 'eye_1', 'Left/EYE_1.JPG'],
    ['dots in the name', '20051020.43808.PP', '20051020.43808.PP.tif'],
    ['an accent stored in two parts', 'm\u00fcller', 'mu\u0308ller.jpg'],
  ])('are joined by %s', (_, name, path) => {
    expect(pairs([name], [path, 'other.jpg'])).toEqual([[name, path]])
  })

  it('prefer the exact case, and the exact extension', () => {
    expect(pairs(['Eye'], ['eye.jpg', 'Eye.jpg'])).toEqual([['Eye', 'Eye.jpg']])
    expect(pairs(['eye.png'], ['eye.jpg', 'eye.png'])).toEqual([['eye.png', 'eye.png']])
  })

  it('are not joined where several photographs bear the name', () => {
    const { matched, missing, ambiguous, unlabelled } = match(['eye'], ['left/eye.jpg', 'right/eye.jpg'])
    expect([matched, missing, unlabelled]).toEqual([[], [], []])
    expect(ambiguous).toEqual([
      {
        row: { name: 'eye' },
        paths: ['left/eye.jpg', 'right/eye.jpg'],
        reason: '2 photographs are named eye: left/eye.jpg, right/eye.jpg',
      },
    ])
  })

  it('are joined by their folders where these tell several of a name apart', () => {
    const paths = ['Images/train/7/7_l1.jpg', 'Images/test/7/7_l1.jpg']
    expect(pairs(['\\train\\7\\7_l1.jpg', 'data/test/7/7_l1.jpg'], paths)).toEqual([
      ['\\train\\7\\7_l1.jpg', paths[0]],
      ['data/test/7/7_l1.jpg', paths[1]],
    ])
    expect(match(['7/7_l1.jpg', 'other/7_l1.jpg'], paths).ambiguous).toHaveLength(2)
  })

  it('without the other are listed', () => {
    const { matched, missing, unlabelled } = match(['a', 'gone', ''], ['a.jpg', 'b.jpg'])
    expect(matched).toHaveLength(1)
    expect(missing).toEqual([{ name: 'gone' }])
    expect(unlabelled).toEqual(['b.jpg'])
  })

  it('keep a word such as constructor apart from what a table of words has by itself', () => {
    expect(match(['constructor', '__proto__'], ['a.jpg']).missing).toHaveLength(2)
  })
})
