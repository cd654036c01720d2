import { expect, it } from 'vitest'
import { localPath, wholePath, whyNotNew, whyNotWhole } from './whole-path.ts'

it.each([
  ['linux', '/home/ana/eyes', null],
  ['linux', 'eyes.regrade', /eyes\.regrade is not a whole path\. Write all of it, such as \/home\/name\/eyes/],
  ['linux', './eyes', /not a whole path/],
  ['linux', '~/eyes', /Nobody stands for ~/],
  ['linux', 'C:\\eyes', /a path of Windows/],
  ['linux', '\\\\server\\share\\eyes', /a path of Windows/],
  ['darwin', 'eyes', /such as \/Users\/name\/eyes/],
  ['win32', 'C:\\eyes', null],
  ['win32', 'c:/eyes', null],
  ['win32', '\\\\server\\share\\eyes', /another machine.*drive letter/],
  ['win32', '//server/share/eyes', /another machine/],
  ['win32', '\\\\?\\UNC\\server\\share', /another machine/],
  ['win32', '/\\server\\share', /another machine/],
  ['win32', '\\\\?\\C:\\eyes', null],
  ['win32', 'C:eyes', /not a whole path\. Write all of it, such as C:\\Users\\name\\eyes/],
  ['win32', '\\eyes', /not a whole path/],
  ['win32', '/eyes', /not a whole path/],
  ['win32', 'eyes', /not a whole path/],
] as const)('on %s a window takes %s or says what is missing', (platform, path, refusal) => {
  const said = whyNotWhole(path, platform)
  if (refusal === null) expect(said).toBeNull()
  else expect(said).toMatch(refusal)
})

it.each([
  ['/data/eyes.regrade', null],
  ['/data/eyes./new.regrade', /"eyes\." ends in a dot/],
  ['C:\\data\\eyes ', /"eyes " ends in a dot or a space/],
  ['/data/../eyes', /by way of "\.\."/],
] as const)('a new folder %s is made or refused', (path, refusal) => {
  if (refusal === null) expect(whyNotNew(path)).toBeNull()
  else expect(whyNotNew(path)).toMatch(refusal)
})

it('a terminal’s relative path starts where its user is', () => {
  expect(wholePath({ attended: false }, 'eyes')).toBe(`${process.cwd()}/eyes`)
  expect(() => wholePath({ attended: true }, 'eyes')).toThrow(expect.objectContaining({ code: 'usage' }))
})

it('a page has no folder of another machine shown, where Windows would sign in to look', () => {
  for (const path of ['\\\\server\\share', '//server/share', '\\\\.\\UNC\\server', ' \\\\server']) {
    expect(() => localPath(path, 'win32')).toThrow(/drive letter/)
    expect(localPath(path, 'linux')).toBe(path)
  }
  expect(localPath('Z:\\eyes', 'win32')).toBe('Z:\\eyes')
})
