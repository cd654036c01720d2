import { expect, it } from 'vitest'
import { personOf } from './people.ts'

it.each([
  ['10_left', '10', 'left'],
  ['10_left_rotated_90.jpeg', '10', 'left'],
  ['train/10_right.mirror.jpg', '10', 'right'],
  ['7_l1', '7', 'left'],
  ['regular\\7\\7_r3.jpg', '7', 'right'],
  ['P0012-OD_2.tif', 'P0012', 'right'],
  ['patient 3_os.png', 'patient 3', 'left'],
])('%s is of patient %s, the %s eye', (name, patient, eye) => {
  expect(personOf(name)).toEqual({ patient, eye })
})

it.each([
  'IDRiD_001',
  '000c1434d8d7',
  '20051020_43808_0100_PP.tif',
  '007-0004-000.jpg',
  'left_eye',
  '10_lesion',
  'a_left',
])('%s names no patient', (name) => {
  expect(personOf(name)).toEqual({ patient: null, eye: null })
})
