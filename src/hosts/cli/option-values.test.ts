import { describe, expect, it } from 'vitest'
import { boundaryValue, columnsValue, decisionValue, lesionsValue, wholeNumber } from './option-values.ts'

describe('values of options', () => {
  it('reads what a person types', () => {
    expect(wholeNumber(1, 10)('7')).toBe(7)
    expect(decisionValue('3')).toBe(3)
    expect(decisionValue('ungradable')).toBe('ungradable')
    expect(boundaryValue('1-2')).toEqual([1, 2])
    expect(lesionsValue('microaneurysm, irma')).toEqual(['microaneurysm', 'irma'])
    expect(columnsValue('image=File name,grade=level')).toEqual({ image: 'File name', grade: 'level' })
  })

  it.each<[string, () => unknown]>([
    ['a number with a point', () => wholeNumber(1, 10)('1.5')],
    ['a number beyond its limits', () => wholeNumber(1, 10)('11')],
    ['a grade outside 0-4', () => decisionValue('5')],
    ['two grades that are no neighbours', () => boundaryValue('0-2')],
    ['a lesion nobody knows', () => lesionsValue('microaneurysm,freckle')],
    ['columns without a grade', () => columnsValue('image=a')],
    ['a column nobody asked for', () => columnsValue('image=a,grade=b,colour=c')],
  ])('refuses %s with a sentence', (_, read) => {
    expect(read).toThrow(/\.$/)
  })
})
