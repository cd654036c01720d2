import { describe, expect, it } from 'vitest'
import { menuTemplate } from './menu.ts'

const roles = (platform: NodeJS.Platform, isPackaged: boolean) => JSON.stringify(menuTemplate(platform, isPackaged))

describe('the menu', () => {
  it('has what each system expects', () => {
    expect(roles('darwin', true)).toContain('"appMenu"')
    expect(roles('linux', true)).not.toContain('"appMenu"')
    expect(roles('win32', true)).toContain('"quit"')
  })

  it('gives developers reload and tools, and readers neither', () => {
    expect(roles('linux', false)).toContain('"toggleDevTools"')
    expect(roles('linux', true)).not.toContain('"toggleDevTools"')
    expect(roles('linux', true)).not.toContain('"reload"')
  })

  it('takes no key from the page by an accelerator of its own', () => {
    expect(roles('linux', false)).not.toContain('accelerator')
  })
})
