import { describe, expect, it } from 'vitest'
import { hasDisplay, openAddress, openerFor } from './open-address.ts'

const url = 'http://127.0.0.1:4711/?token=a&b=%20'

describe('opening an address', () => {
  it('hands it to the system as one argument, never through a shell', () => {
    expect(openerFor(url, 'linux', { DISPLAY: ':0' })).toEqual({ command: 'xdg-open', parameters: [url] })
    expect(openerFor(url, 'darwin', {})).toEqual({ command: 'open', parameters: [url] })
    expect(openerFor(url, 'win32', {})).toEqual({
      command: 'rundll32',
      parameters: ['url.dll,FileProtocolHandler', url],
    })
  })

  it('opens nothing where there is no screen', async () => {
    expect(hasDisplay('linux', {})).toBe(false)
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
    expect(hasDisplay('darwin', { SSH_CONNECTION: 'a b c d' })).toBe(false)
    expect(await openAddress(url, 'linux', {})).toBe(false)
  })
})
