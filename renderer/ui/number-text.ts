/** The number that a text means, with a point or a comma; the text itself where it means none. */
export function numberOrText(text: string): number | string {
  const trimmed = text.trim().replace(',', '.')
  const number = Number(trimmed)
  return trimmed !== '' && Number.isFinite(number) ? number : text
}

/** A number as it is written; a text as it is, nothing as ''. */
export function textOfNumber(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : ''
}

/** Numbers with commas between; what is no number as it was typed. A comma parts, so that only a point is decimal. */
export function numbersOfText(text: string): (number | string)[] {
  return text.split(',').flatMap((part) => (part.trim() === '' ? [] : [numberOrText(part.trim())]))
}

/** A learning rate for eyes: two digits are all that a range test can tell. */
export function rateText(rate: number): string {
  return rate >= 0.001 && rate < 10 ? String(Number(rate.toPrecision(2))) : rate.toExponential(1).replace('.0e', 'e')
}
