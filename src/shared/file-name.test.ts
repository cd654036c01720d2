import { expect, it } from 'vitest'
import { plainFileName, plainRelativeName } from './file-name.ts'

it.each([
  ['labels.csv', 'labels.csv'],
  ['../../x.csv', 'x.csv'],
  ['/etc/passwd', 'passwd'],
  ['..\\..\\x.csv', 'x.csv'],
  ['C:\\data\\x.csv', 'x.csv'],
  ['\\\\server\\share\\x.csv', 'x.csv'],
  ['x\u0000.csv', 'x.csv'],
  ['..', 'instead'],
  ['a/..', 'instead'],
  ['', 'instead'],
  ['grades of Zoë (2).csv', 'grades of Zoë (2).csv'],
])('%j becomes the file name %j', (name, plain) => {
  expect(plainFileName(name, 'instead')).toBe(plain)
})

it('a photograph’s name keeps its folders and has no way up', () => {
  expect(plainRelativeName('left/one', 'x')).toBe('left/one')
  expect(plainRelativeName('../../left/../one', 'x')).toBe('left/one')
  expect(plainRelativeName('/etc/one', 'x')).toBe('etc/one')
  expect(plainRelativeName('..', 'x')).toBe('x')
})
