import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasDisplay, openAddress, openerFor } from './open-address.ts'

const url = 'http://127.0.0.1:4711/?ticket=a&b=%20'

describe('opening an address', () => {
  it('hands a file to the system as one argument, never through a shell', () => {
    expect(openerFor(url, 'linux', { DISPLAY: ':0' })).toEqual({ command: 'xdg-open', parameters: [url] })
    expect(openerFor(url, 'darwin', {})).toEqual({ command: 'open', parameters: [url] })
    expect(openerFor(url, 'win32', {})).toEqual({
      command: 'rundll32',
      parameters: ['url.dll,FileProtocolHandler', url],
    })
  })

  it.skipIf(process.platform === 'win32')(
    'by a page that only its user can read, so that no command is called with a ticket',
    async () => {
      const home = mkdtempSync(join(tmpdir(), 'regrade-open-'))
      const opener = join(home, 'xdg-open')
      writeFileSync(opener, `#!/bin/sh\necho "$@" > "${join(home, 'called')}"\n`, { mode: 0o755 })
      const path = process.env.PATH
      process.env.PATH = `${home}:${path}`
      const folder = join(home, 'Regrade')
      try {
        expect(await openAddress(url, { platform: 'linux', environment: { DISPLAY: ':0' }, folder })).toBe(true)
        const called = () => (existsSync(join(home, 'called')) ? readFileSync(join(home, 'called'), 'utf8') : '')
        await expect.poll(called).toBe(`${join(folder, 'open.html')}\n`)
      } finally {
        process.env.PATH = path
      }
      expect([statSync(folder).mode & 0o777, statSync(join(folder, 'open.html')).mode & 0o777]).toEqual([0o700, 0o600])
      expect(readFileSync(join(folder, 'open.html'), 'utf8')).toContain(`url=${url}"`)
      rmSync(home, { recursive: true })
    },
  )

  it('opens nothing where there is no screen', async () => {
    expect(hasDisplay('linux', {})).toBe(false)
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
    expect(hasDisplay('darwin', { SSH_CONNECTION: 'a b c d' })).toBe(false)
    expect(await openAddress(url, { platform: 'linux', environment: {} })).toBe(false)
  })
})
