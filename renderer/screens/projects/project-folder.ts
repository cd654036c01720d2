/** Folder of a new project: `NAME.regrade` inside `parent`; null while either is missing. What a file system might not
 *  take in a name becomes a dash. */
export function projectFolder(parent: string, name: string): string | null {
  const place = parent.trim()
  const stem = name
    .trim()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
  if (!place || !stem) return null
  const separator = place.includes('\\') && !place.includes('/') ? '\\' : '/'
  return `${place.replace(/[/\\]+$/, '')}${separator}${stem}.regrade`
}
