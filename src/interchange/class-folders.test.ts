import { describe, expect, it } from 'vitest'
import { readClassFolders } from './class-folders.ts'

const read = (paths: string[], options: Partial<Parameters<typeof readClassFolders>[1]> = {}) =>
  readClassFolders(paths, { asked: false, ...options })

describe('folders of photographs', () => {
  it('that are named for grades are the labels', () => {
    const found = read(['No_DR/1_left.png', 'train/Mild/2.png', 'Proliferate_DR/a,b.png'])
    expect(found?.file).toMatchObject({
      layout: 'folders',
      problem: null,
      sentence: 'One folder a grade: 3 photographs in 3 folders; patient and eye are in the names.',
    })
    expect(found?.file.rows.map(({ name, grade, patient }) => [name, grade, patient])).toEqual([
      ['No_DR/1_left.png', 0, '1'],
      ['train/Mild/2.png', 1, null],
      ['Proliferate_DR/a,b.png', 4, null],
    ])
    expect(found?.file.words.map(({ word, grade }) => [word, grade])).toEqual([
      ['No_DR', 0],
      ['Mild', 1],
      ['Proliferate_DR', 4],
    ])
    expect(found?.text).toBe(
      'image,grade\nNo_DR/1_left.png,No_DR\ntrain/Mild/2.png,Mild\nProliferate_DR/a,b.png'.replace(
        'Proliferate_DR/a,b.png',
        '"Proliferate_DR/a,b.png",Proliferate_DR\n',
      ),
    )
  })

  it('may be numbers from 0 to 4', () => {
    expect(read(['0/a.jpg', '1/b.jpg', '4/c.jpg'])?.file.rows.map(({ grade }) => grade)).toEqual([0, 1, 4])
  })

  it.each([
    [['a.jpg', 'b.jpg']],
    [['7/7_l1.jpg', '8/8_l1.jpg']],
    [['1/a.jpg', '2/b.jpg', '3/c.jpg']],
    [['0/a.jpg', '1/b.jpg', '5/c.jpg']],
    [['train/a.jpg', 'test/b.jpg', 'Mild/c.jpg']],
    [['Mild/a.jpg', 'Mild/b.jpg']],
    [[]],
  ])('are no labels where they may be anything else: %j', (paths) => {
    expect(read(paths)).toBeNull()
  })

  it('are labels where that is asked for, and where it is said what they count for', () => {
    expect(read(['Mild/a.jpg'], { asked: true })?.file.rows.map(({ grade }) => grade)).toEqual([1])
    const grades = { healthy_eyes: 0, sick: 4 } as const
    const found = read(['healthy_eyes/a.jpg', 'sick/b.jpg'], { asked: true, grades })
    expect(found?.file.rows.map(({ grade }) => grade)).toEqual([0, 4])
    expect(read(['healthy_eyes/a.jpg', 'sick/b.jpg'], { grades })?.file.rows.map(({ grade }) => grade)).toEqual([0, 4])
    expect(read(['x/a.jpg', 'y/b.jpg'], { asked: true })?.file.problem).toContain('it holds "x", "y"')
  })
})
