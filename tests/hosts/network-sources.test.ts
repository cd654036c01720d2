import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Files that may speak to a network at all, and why. Each of them speaks to this machine alone. */
const speakers: Readonly<Record<string, string>> = {
  'src/hosts/serve.ts': 'the server on 127.0.0.1',
  'src/hosts/loopback.ts': 'the two loopback addresses that it listens on',
  'src/hosts/admission/admission.ts': 'types of its requests',
  'src/hosts/bounded-line.ts': 'types of its sockets',
  'src/hosts/web-response.ts': 'types of its requests',
  'src/hosts/rpc-sockets.ts': 'its sockets',
  'src/hosts/page.ts': 'types of its requests',
  'tools/dev/window-proxy.ts': 'the window that follows its files, on a socket of this machine',
  'tools/dev/window-server.ts': 'that socket',
}

const networkModules =
  /from\s+'(?:node:)?(https?|http2|net|tls|dgram|dns(?:\/promises)?|undici|ws|axios|got|node-fetch|global-agent|@electron\/get)'/g
const dynamicModules = /(?:import|require)\(\s*'(?:node:)?(https?|http2|net|tls|dgram|dns|undici|ws|axios|got)'/g
const callers =
  /(?<![\w.$#])(fetch|importScripts)\s*\(|new\s+(WebSocket|EventSource|XMLHttpRequest|WebTransport|RTCPeerConnection)\b|\.sendBeacon\s*\(/g
const electronCallers = /\bnet\.(request|fetch)\s*\(|\bautoUpdater\b|\bcrashReporter\b|\bopenExternal\b/g
const addresses = /https?:\/\/[\w.-]+/g

/** Calls of a page to its own origin, and of the page that lets a browser in to the own name of the same host. */
const pageCallers = /^renderer\/|^src\/hosts\/admission\/entry-page\.ts$/

function sources(): { file: string; code: string }[] {
  return ['src', 'electron', 'renderer', 'tools'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .map((file) => `${room}/${file.replaceAll('\\', '/')}`)
      .filter((file) => /\.(ts|tsx|css|html)$/.test(file) && !/\.test\.tsx?$/.test(file))
      .map((file) => ({ file, code: withoutComments(readFileSync(join(root, file), 'utf8')) })),
  )
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

/** Every match, as FILE: MATCH. */
function find(pattern: RegExp, allowed: (file: string, match: string) => boolean): string[] {
  return sources().flatMap(({ file, code }) =>
    [...code.matchAll(pattern)].filter(([match]) => !allowed(file, match)).map(([match]) => `${file}: ${match}`),
  )
}

describe('no code of the application asks anything of another machine', () => {
  it('has sources to look at', () => {
    expect(sources().length).toBeGreaterThan(100)
    expect(find(networkModules, () => false).length).toBeGreaterThanOrEqual(4)
  })

  it('imports the network in the server alone', () => {
    expect(find(networkModules, (file) => file in speakers)).toEqual([])
    expect(find(dynamicModules, () => false)).toEqual([])
  })

  it('calls fetch and its like nowhere outside the page, which can reach its own origin only', () => {
    expect(find(callers, (file) => pageCallers.test(file))).toEqual([])
    expect(find(electronCallers, () => false)).toEqual([])
  })

  it('names no address but its own', () => {
    const own = /^https?:\/\/(127\.0\.0\.1|localhost|workstation|\$)/
    const named = /^https?:\/\/(www\.w3\.org)/
    // Where the libraries that are shipped come from, for whoever reads the notices.
    const told = (file: string) => file.startsWith('tools/notices/')
    expect(find(addresses, (file, match) => own.test(match) || named.test(match) || told(file))).toEqual([])
  })
})
