import { expect, it } from 'vitest'
import { gradeOfClass, gradesOfClasses } from './class-names.ts'

it.each([
  ['No_DR', 0],
  ['NoDR', 0],
  ['no apparent retinopathy', 0],
  ['Normal', 0],
  ['Healthy', 0],
  ['Mild', 1],
  ['mild NPDR', 1],
  ['Mild Non-Proliferative DR', 1],
  ['moderate_npdr', 2],
  ['Severe', 3],
  ['Severe nonproliferative', 3],
  ['Proliferate_DR', 4],
  ['PDR', 4],
  ['proliferative diabetic retinopathy', 4],
  ['class_3', 3],
  ['2', 2],
  ['DR 4', 4],
  ['７', undefined],
  ['5', undefined],
  ['cataract', undefined],
  ['nonproliferative', undefined],
  ['mild to moderate', undefined],
  ['norma', undefined],
] as const)('%s is grade %s', (name, grade) => {
  expect(gradeOfClass(name)).toBe(grade)
})

it('an order has every grade once', () => {
  expect(gradesOfClasses(['Mild', 'Moderate', 'No_DR', 'Proliferate_DR', 'Severe'])).toEqual([1, 2, 0, 4, 3])
  expect(gradesOfClasses(['Mild', 'Moderate', 'No_DR', 'Severe'])).toBeUndefined()
  expect(gradesOfClasses(['Mild', 'Mild', 'No_DR', 'PDR', 'Severe'])).toBeUndefined()
})
