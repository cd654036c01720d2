/** Whether a file is one of weights, which do not say whose they are. */
export function isWeightsFile(file: string): boolean {
  return /\.safetensors$/i.test(file.trim())
}

/** The network that a weights file's name speaks of, in any spelling: the longest such name, where one holds another.
 *  '' where it speaks of none. */
export function networkOfFile(file: string, networks: readonly string[]): string {
  const spoken = plain(file.replace(/^.*[/\\]/, ''))
  const found = networks.filter((name) => spoken.includes(plain(name)))
  return found.reduce((longest, name) => (name.length > longest.length ? name : longest), '')
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
