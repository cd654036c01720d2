/** What a cell's number format shows that the bare number does not. */
export type NumberFormat =
  | { readonly kind: 'plain' }
  | { readonly kind: 'date' }
  | { readonly kind: 'zeros'; readonly width: number }

const plain: NumberFormat = { kind: 'plain' }

/** ECMA-376 part 1, 18.8.30: built-in formats 14 to 22 and 45 to 47 are dates and times. A format of zeros alone, such as `00000`, keeps
 *  the leading zeros of a name that Excel took for a number. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if ((id >= 14 && id <= 22) || (id >= 45 && id <= 47)) return { kind: 'date' }
  if (code === undefined) return plain
  if (/^0{2,20}$/.test(code)) return { kind: 'zeros', width: code.length }
  const bare = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '')
  return /[ymdhs]/i.test(bare) && !/[0#?]/.test(bare) ? { kind: 'date' } : plain
}

/** The text that a number shows: whole ones without exponent. A date is written as its day, so that it is seen for what it is. */
export function shownNumber(value: string, format: NumberFormat, since1904: boolean): string {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return value
  switch (format.kind) {
    case 'zeros':
      return Number.isInteger(number) && number >= 0 ? String(number).padStart(format.width, '0') : String(number)
    case 'date':
      return dayOf(number, since1904)
    case 'plain':
      return Number.isInteger(number) && Math.abs(number) < 1e15 ? number.toFixed(0) : String(number)
  }
}

/** Days since 30 December 1899, or since 1 January 1904 in workbooks made so. */
function dayOf(serial: number, since1904: boolean): string {
  const start = since1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const day = new Date(start + Math.floor(serial) * 86_400_000)
  return Number.isNaN(day.getTime()) ? String(serial) : day.toISOString().slice(0, 10)
}
