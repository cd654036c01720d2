import { existsSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { buildWindow } from '../hosts/build-window.ts'
import { otherPortCookie } from './other-port-cookie.ts'

const browser = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
if (!existsSync(browser)) console.warn('Servers at other ports are skipped: there is no Chromium here.')

beforeAll(buildWindow)

it.skipIf(!existsSync(browser))('servers at other ports are sent no cookie that lets them in', async () => {
  const { visits, ...rest } = await otherPortCookie(1, 8)
  expect(visits).toBeGreaterThanOrEqual(16)
  expect(rest).toEqual({ servers: 8, cookies: 0, letIn: 0, pageLetIn: true, oldAddressStatus: 401 })
})
