/** Decoded pictures, ready to be painted, by address. The most recently wanted are kept; the others are freed at once,
 *  since a decoded photograph holds up to 50 MB. */
export class BitmapCache<Bitmap extends { close(): void }> {
  readonly #decode: (address: string) => Promise<Bitmap>
  readonly #limit: number
  readonly #entries = new Map<string, { readonly promise: Promise<Bitmap>; bitmap: Bitmap | null }>()
  #kept: ReadonlySet<string> = new Set()

  constructor(decode: (address: string) => Promise<Bitmap>, limit: number) {
    this.#decode = decode
    this.#limit = limit
  }

  /** The picture if it is decoded already. */
  ready(address: string): Bitmap | null {
    return this.#entries.get(address)?.bitmap ?? null
  }

  /** The picture once it is decoded. Asking twice decodes once; a failure is not remembered. */
  load(address: string): Promise<Bitmap> {
    const known = this.#entries.get(address)
    if (known) {
      this.#entries.delete(address)
      this.#entries.set(address, known)
      return known.promise
    }
    const entry = { promise: this.#decode(address), bitmap: null as Bitmap | null }
    this.#entries.set(address, entry)
    entry.promise.then(
      (bitmap) => {
        if (this.#entries.get(address) === entry) entry.bitmap = bitmap
        else bitmap.close()
      },
      () => {
        if (this.#entries.get(address) === entry) this.#entries.delete(address)
      },
    )
    this.#evict()
    return entry.promise
  }

  /** Names the pictures that must not be freed: what is on the stage. */
  keep(addresses: Iterable<string>): void {
    this.#kept = new Set(addresses)
    this.#evict()
  }

  #evict(): void {
    for (const [address, entry] of this.#entries) {
      if (this.#entries.size <= this.#limit) return
      // A picture still being decoded is about to be wanted: its holder would be left with a closed one.
      if (this.#kept.has(address) || !entry.bitmap) continue
      this.#entries.delete(address)
      entry.bitmap.close()
    }
  }
}
