import { describe, expect, it } from 'vitest'
import { chosen, importRequest, layoutChoices, noChoices } from './import-choices.ts'

const named = { ...noChoices, imagesFolder: ' /photographs ', labelsFile: '/labels.csv' }

describe('the request for an import', () => {
  it('is not made before the folder is named, and needs no label file', () => {
    expect(importRequest(noChoices)).toBeNull()
    expect(importRequest({ ...noChoices, labelsFile: '/labels.csv' })).toBeNull()
    expect(importRequest({ ...noChoices, imagesFolder: '/photographs' })).toEqual({
      imagesFolder: '/photographs',
      layout: 'auto',
    })
  })

  it('says what the words count for', () => {
    expect(importRequest({ ...named, grades: { R2: '3', cataract: 'none', R0: '0' } })).toMatchObject({
      grades: { R2: 3, cataract: null, R0: 0 },
    })
  })

  it('leaves out what was left empty', () => {
    expect(importRequest(named)).toEqual({
      imagesFolder: '/photographs',
      labelsFile: '/labels.csv',
      layout: 'auto',
    })
  })

  it('says whose patients they are where that is said', () => {
    expect(importRequest({ ...named, patientsAs: ' /2023 ' })).toMatchObject({ patientsAs: '/2023' })
  })

  it('names the columns of a table once both needed ones are chosen', () => {
    const table = { ...named, layout: 'table', columns: { ...noChoices.columns, image: 'file' } } as const
    expect(importRequest(table)).not.toHaveProperty('columns')
    expect(importRequest({ ...table, columns: { ...table.columns, grade: 'dr', eye: 'side' } })).toMatchObject({
      columns: { image: 'file', grade: 'dr', eye: 'side' },
    })
  })
})

describe('what was chosen', () => {
  it('of the words and columns of one file is forgotten with the next', () => {
    const before = {
      ...named,
      layout: 'table',
      columns: { ...noChoices.columns, image: 'a' },
      grades: { R2: '3' },
    } as const
    expect(chosen(before, { labelSet: 'x' })).toEqual({ ...before, labelSet: 'x' })
    expect(chosen(before, { labelsFile: '/other.csv' })).toMatchObject({ grades: {}, columns: noChoices.columns })
    expect(chosen(before, { columns: { ...before.columns, grade: 'dr' } }).grades).toEqual({})
    expect(chosen(before, { grades: { R2: '2' } }).grades).toEqual({ R2: '2' })
  })

  it('of a layout stays only where it is one of the choices', () => {
    expect(chosen({ ...named, layout: 'eyeq' }, { labelsFile: '' }).layout).toBe('auto')
    expect(chosen({ ...noChoices, layout: 'none' }, { labelsFile: '/labels.csv' }).layout).toBe('auto')
    expect(layoutChoices(noChoices).map(({ value }) => value)).toEqual(['auto', 'folders', 'none'])
  })
})
