/** The last part of a name that may be a path of any system; `instead` where that is no name for a file. A name from somewhere
 *  else must not lead out of the folder that it is put in. */
export function plainFileName(name: string, instead: string): string {
  const last = withoutControls(name.split(/[\\/]/).at(-1) ?? '').trim()
  return last === '' || last === '.' || last === '..' ? instead : last
}

/** A name with folders in it, as photographs have: relative, without a way up. */
export function plainRelativeName(name: string, instead: string): string {
  const parts = name.split(/[\\/]/).map((part) => plainFileName(part, ''))
  return parts.filter((part) => part !== '').join('/') || instead
}

function withoutControls(text: string): string {
  return [...text].filter((letter) => (letter.codePointAt(0) ?? 0) >= 0x20 && letter !== '\u007f').join('')
}
