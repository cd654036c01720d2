/** Whether this path asks for pixels: ids, hashes and words, parted by slashes. Nothing that could be a path of the disk
 *  passes, encoded or not. */
export function isPixelPath(path: string): boolean {
  return /^\/pixels(\/[\w-]+)+$/.test(path)
}

const headerNames = ['accept', 'if-none-match', 'if-modified-since', 'range'] as const

/** What a request for pixels may say beside its path: of its headers, those that are about the answer's form. */
export function pixelHeaders(header: (name: (typeof headerNames)[number]) => string | null | undefined) {
  return headerNames.flatMap((name): [string, string][] => {
    const value = header(name)
    return typeof value === 'string' ? [[name, value]] : []
  })
}
