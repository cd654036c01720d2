import { describe, expect, it } from 'vitest'
import { importRequest, noChoices } from './import-choices.ts'

const named = { ...noChoices, imagesFolder: ' /photographs ', labelsFile: '/labels.csv' }

describe('the request for an import', () => {
  it('is not made before folder and label file are both named', () => {
    expect(importRequest(noChoices)).toBeNull()
    expect(importRequest({ ...noChoices, imagesFolder: '/photographs' })).toBeNull()
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
