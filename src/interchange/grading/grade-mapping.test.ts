import { describe, expect, it } from 'vitest'
import { mapGrades } from './grade-mapping.ts'
import { meaningOf } from './grade-words.ts'

const gradesOf = (cells: string[], choices = {}) => {
  const mapping = mapGrades(cells, choices)
  return cells.map((cell) => mapping.read(cell).grade)
}

describe('a word', () => {
  it.each([
    ...[
      'No DR',
      'no_dr',
      'NoDR',
      'none',
      'Normal',
      'normal fundus',
      'No apparent retinopathy',
      '0 - No DR',
      'DR 0',
      'No diabetic retinopathy',
    ].map((word) => [word, 0] as const),
    ...['Mild', 'mild NPDR', 'MildNPDR', 'NPDR, mild', 'mild nonproliferative retinopathy', 'Grade 1', '1: mild'].map(
      (word) => [word, 1] as const,
    ),
    ...['Moderate', 'Moderate NPDR', 'moderate non proliferative retinopathy', 'Moderate (2)', 'mod NPDR'].map(
      (word) => [word, 2] as const,
    ),
    ...['Severe', 'severe non-proliferative DR', 'very severe NPDR', 'stage 3'].map((word) => [word, 3] as const),
    ...[
      'PDR',
      'proliferative',
      'Proliferate_DR',
      'Proliferative DR',
      'high-risk PDR',
      'severe proliferative diabetic retinopathy',
    ].map((word) => [word, 4] as const),
    ...['ungradable', 'Ungradeable', 'not gradable', 'low image quality'].map((word) => [word, 'ungradable'] as const),
  ])('%s means %s', (word, meaning) => {
    expect(meaningOf(word.replace(',', ''))).toBe(meaning)
  })

  it.each([
    'NPDR',
    'mild to moderate',
    'moderate cataract',
    'DR',
    'diabetic retinopathy',
    '2 - mild',
    'AMD',
    'mild macular oedema',
    'no',
  ])('%s names no grade', (word) => {
    expect(meaningOf(word)).toBeUndefined()
  })
})

describe('a column of grades', () => {
  it('in words is taken for what the words mean, and says so', () => {
    const mapping = mapGrades(['No DR', 'PDR', 'PDR', 'glaucoma'])
    expect(mapping.words).toEqual([
      { word: 'PDR', rows: 2, offered: 4, grade: 4, choices: [], chosen: false },
      { word: 'No DR', rows: 1, offered: 0, grade: 0, choices: [], chosen: false },
      { word: 'glaucoma', rows: 1, offered: null, grade: null, choices: [], chosen: false },
    ])
    expect(mapping.read('glaucoma')).toEqual({ grade: null, reason: '"glaucoma" is no grade' })
  })

  it('in digits leaves a word among them for the user to decide', () => {
    expect(gradesOf(['0', '1', '2', 'mild'])).toEqual([0, 1, 2, null])
    expect(mapGrades(['0', '1', '2', 'mild']).words).toMatchObject([{ word: 'mild', offered: 1, grade: null }])
    expect(gradesOf(['0', '1', '2', 'mild'], { mild: 1 })).toEqual([0, 1, 2, 1])
    expect(gradesOf(['0', '1', '2', 'None'])).toEqual([0, 1, 2, null])
    expect(mapGrades(['0', '1', '2', 'None']).words).toMatchObject([{ word: 'None', offered: null }])
  })

  it('of the English screening scale leaves R2 to be chosen', () => {
    const cells = ['R0', 'R1M0', 'R2 M1', 'R3A', 'r3s', 'U']
    const mapping = mapGrades(cells)
    expect(mapping.scale).toBe('english')
    expect(cells.map((cell) => mapping.read(cell).grade)).toEqual([0, 1, null, 4, 4, null])
    expect(mapping.words.find(({ word }) => word === 'R2')).toMatchObject({ grade: null, choices: [2, 3] })
    expect(gradesOf(cells, { R2: 3 })).toEqual([0, 1, 3, 4, 4, null])
    expect(mapGrades(cells, { r2: 2 }).words.every(({ choices }) => choices.length === 0)).toBe(true)
  })

  it('of the Scottish scale is known by what England does not have', () => {
    const mapping = mapGrades(['R0', 'R2', 'R3', 'R4', 'R6'])
    expect(mapping.scale).toBe('scottish')
    expect(['R0', 'R2', 'R3', 'R4'].map((cell) => mapping.read(cell).grade)).toEqual([0, 2, 3, 4])
    expect(mapping.read('R6').reason).toBe('ungradable by its file')
  })

  it('follows every choice, of digits too, and refuses one for what it does not hold', () => {
    expect(gradesOf(['1', '2.0', '5', '3'], { '1': 0, '2': 1, '3': null, '5': 4 })).toEqual([0, 1, 4, null])
    expect(() => mapGrades(['R1'], { R5: 2 })).toThrow('The grade column holds no "R5"; it holds "R1".')
  })
})
