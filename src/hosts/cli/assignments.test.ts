import { describe, expect, it } from 'vitest'
import { collectAssignment, expandAssignments } from './assignments.ts'

describe('--set name=value', () => {
  it.each([
    ['train p --set a=1', 'train p --set a=1'],
    ['train --set a=1 b=2 p', 'train --set a=1 --set b=2 p'],
    ['train --set a=1 p c=3', 'train --set a=1 p c=3'],
    ['train --set a=1 --set b=2 c=3 --json', 'train --set a=1 --set b=2 --set c=3 --json'],
    ['init p --name x=1', 'init p --name x=1'],
    ['train p --set size --json', 'train p --set size --json'],
  ])('takes several after one --set, and no word that assigns nothing: %s', (line, expanded) => {
    expect(expandAssignments(line.split(' '))).toEqual(expanded.split(' '))
  })

  it('keeps the last value of a name, and the equals signs within a value', () => {
    const first = collectAssignment('a=1')
    expect(collectAssignment('a=b=c', first)).toEqual({ a: 'b=c' })
    expect(collectAssignment('augmentation.flips=false', first)).toEqual({ a: '1', 'augmentation.flips': 'false' })
  })

  it.each(['size', '=3', '3=4'])('refuses %s', (word) => {
    expect(() => collectAssignment(word)).toThrow(/name=value/)
  })
})
