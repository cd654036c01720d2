import { expect, it } from 'vitest'
import { csvOf } from './csv.ts'

it('a table is written as RFC 4180 has it, nothing where there is no figure', () => {
  const rows = [
    ['Ana, Berta', 1, null],
    ['the "first"', -0.25, true],
  ]
  expect(csvOf({ columns: ['reader', 'kappa', 'stop'], rows })).toBe(
    'reader,kappa,stop\r\n"Ana, Berta",1,\r\n"the ""first""",-0.25,true\r\n',
  )
})

it.each([
  ['=1+1', "'=1+1"],
  ['+49 30', "'+49 30"],
  ['-Ana', "'-Ana"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
])('a spreadsheet gets no formula of %s', (text, written) => {
  expect(csvOf({ columns: ['name'], rows: [[text]] })).toBe(`name\r\n${written}\r\n`)
})
