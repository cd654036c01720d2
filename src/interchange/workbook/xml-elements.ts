/** What a document holds, in order: an element that begins or ends, by its name without prefix, or text between two of them. */
export type XmlPiece =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }

const markup =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<![^>]*>|<\/([^\s<>]+)\s*>|<([^\s/<>]+)((?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(\/?)>/g
const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** Reads the XML of a workbook's parts. Entities that a document type would define are left as they are: they cannot be made to
 *  grow. */
export function* xmlPieces(xml: string): Generator<XmlPiece> {
  let after = 0
  for (const match of xml.matchAll(markup)) {
    const [whole, data, closed, opened, written = '', selfClosed] = match
    if (match.index > after) yield { kind: 'text', text: decodeEntities(xml.slice(after, match.index)) }
    after = match.index + whole.length
    if (data !== undefined) yield { kind: 'text', text: data }
    if (closed !== undefined) yield { kind: 'close', name: localName(closed) }
    if (opened === undefined) continue
    yield { kind: 'open', name: localName(opened), attributes: attributesOf(written) }
    if (selfClosed === '/') yield { kind: 'close', name: localName(opened) }
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
