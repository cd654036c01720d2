import { join } from 'node:path'
import { expect, it } from 'vitest'
import { settingsFolder } from './settings-folder.ts'

it('is the folder that Electron gives the application on each system', () => {
  expect(settingsFolder('linux', {}, '/home/a')).toBe(join('/home/a', '.config', 'Regrade'))
  expect(settingsFolder('linux', { XDG_CONFIG_HOME: '/conf' }, '/home/a')).toBe(join('/conf', 'Regrade'))
  expect(settingsFolder('darwin', {}, '/Users/a')).toBe(join('/Users/a', 'Library', 'Application Support', 'Regrade'))
  expect(settingsFolder('win32', { APPDATA: 'C:\\R' }, 'C:\\a')).toBe(join('C:\\R', 'Regrade'))
})
