import { existsSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { AppError } from '#shared/errors.ts'
import { rendererFolder } from '../../src/hosts/application.ts'
import { buildWindow } from '../../src/hosts/cli/build-window.ts'
import { withProject } from '../../src/hosts/cli/project.ts'
import type { Terminal } from '../../src/hosts/cli/terminal.ts'
import { startServer } from '../../src/hosts/serve.ts'

/** Where Chromium lies on the systems this is run on; `CHROMIUM_PATH` names another. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** What the page of a benchmark reads as, so that nothing is asked before it can begin. */
const preferences = { state: { reader: 'bench', order: 'name', boundary: null, keys: {} }, version: 1 }

const quiet = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run']

/** Opens a project in headless Chromium on a full-size screen, through the plain host's server. Throws
 *  `AppError('runtime_unavailable')` where there is no Chromium or nothing to drive it with. */
export async function withHeadlessPage<T>(
  project: string,
  terminal: Terminal,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const browser = await startChromium(terminal)
  try {
    await buildWindow(terminal)
    return await withProject(terminal, project, async (workstation) => {
      const server = await startServer({ workstation, port: 0, rendererFolder })
      try {
        const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
        const kept = JSON.stringify(JSON.stringify(preferences))
        await page.addInitScript(`localStorage.setItem('regrade.preferences', ${kept})`)
        await page.goto(server.newUrl())
        return await work(page)
      } finally {
        await server.close()
      }
    })
  } finally {
    await browser.close()
  }
}

async function startChromium({ environment }: Terminal): Promise<Browser> {
  const executablePath = [environment.CHROMIUM_PATH, ...places].find((place) => place && existsSync(place))
  if (!executablePath) throw unavailable('There is no Chromium on this machine; CHROMIUM_PATH can name one.')
  const { chromium } = await import('playwright-core').catch(() => {
    throw unavailable('playwright-core, a development dependency, is not installed.')
  })
  return await chromium.launch({ executablePath, args: quiet })
}

function unavailable(sentence: string): AppError {
  return new AppError('runtime_unavailable', sentence)
}
