/** Work of some hundred milliseconds that pauses after each part, so that a call between two of them waits no longer than one takes.
 *  A pause yields nothing: an empty list. */
export type InParts<T> = Generator<never[], T>

/** The same without a pause. */
export function atOnce<T>(work: InParts<T>): T {
  for (;;) {
    const { value, done } = work.next()
    if (done) return value
  }
}
