import { ArchiveError } from './zip-entries.ts'

/** What a document holds, in order: an element that begins or ends, by its name without prefix, or text between two of them. */
export type XmlPiece =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

/** What begins so ends so, whatever stands between. */
const skipped: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
]
const tag = /^<(?:\/([^\s<>]+)\s*>|([^\s/<>]+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(\/?)>)/
/** Longer, a tag is no tag: its attributes are a number and a style. */
const longestTag = 65_536
/** A cell's text lies eight elements deep. */
const deepest = 64
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** Reads the XML of a workbook's parts, each character once. Entities that a document type would define are left as they are: they
 *  cannot be made to grow. What is not closed ends the document. Throws `ArchiveError` for what no program nests so deep. */
export function* xmlPieces(xml: string): Generator<XmlPiece> {
  let after = 0
  let depth = 0
  for (let open = xml.indexOf('<'); open >= 0; ) {
    const between = skipped.find(([start]) => xml.startsWith(start, open))
    const [start = '', end = ''] = between ?? []
    const next = between ? xml.indexOf(end, open + start.length) : xml.indexOf('<', open + 1)
    if (between && next < 0) return
    const segment = between ? '' : xml.slice(open, Math.min(next < 0 ? xml.length : next, open + longestTag))
    const [whole = '', closed, opened, written = '', selfClosed] = tag.exec(segment) ?? []
    // A bracket that begins no tag is text like what stands before it.
    if (between || whole !== '') {
      if (open > after) yield { kind: 'text', text: decodeEntities(xml.slice(after, open)) }
      after = between ? next + end.length : open + whole.length
    }
    if (start === '<![CDATA[') yield { kind: 'text', text: xml.slice(open + start.length, next) }
    if (closed !== undefined) {
      depth--
      yield { kind: 'close', name: localName(closed) }
    }
    if (opened !== undefined) {
      if (++depth > deepest) throw new ArchiveError('is damaged')
      yield { kind: 'open', name: localName(opened), attributes: attributesOf(written) }
      if (selfClosed === '/') {
        depth--
        yield { kind: 'close', name: localName(opened) }
      }
    }
    open = between ? xml.indexOf('<', after) : next
  }
}

function attributesOf(written: string): ReadonlyMap<string, string> {
  if (written.trim() === '') return none
  return new Map(
    Array.from(written.matchAll(attribute), ([, name = '', double, single]) => [
      localName(name),
      decodeEntities(double ?? single ?? ''),
    ]),
  )
}
const none: ReadonlyMap<string, string> = new Map()

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

const named = new Map([
  ...[['lt', '<'] as const, ['gt', '>'] as const, ['amp', '&'] as const],
  ...[['quot', '"'] as const, ['apos', "'"] as const],
])

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named.get(name) ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
