import { describe, expect, it } from 'vitest'
import { projectFolder } from './project-folder.ts'

describe('the folder of a new project', () => {
  it('bears the project’s name, without what a file system might not take', () => {
    expect(projectFolder('/data/', 'Clinic 3: round A/B')).toBe('/data/Clinic-3-round-A-B.regrade')
    expect(projectFolder('C:\\Data', 'Größe')).toBe('C:\\Data\\Größe.regrade')
  })

  it('is not made without a place and a name', () => {
    expect(projectFolder('', 'x')).toBeNull()
    expect(projectFolder('/data', ' ./ ')).toBeNull()
  })
})
