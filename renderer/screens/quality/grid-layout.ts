/** Columns that fit, none narrower than `least` pixels. */
export function columnsFor(width: number, least: number, gap: number): number {
  return Math.max(1, Math.floor((width + gap) / (least + gap)))
}

/** Numbers of the pages that hold the places `first` to `last`. */
export function pagesFor(first: number, last: number, pageSize: number): number[] {
  const from = Math.floor(Math.max(first, 0) / pageSize)
  const to = Math.floor(Math.max(last, 0) / pageSize)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
