import { numberOrText } from '../../../ui/number-text.ts'

/** The share that "2.5" or "2,5" per cent means; null unless it is above 0 and below 100 %. */
export function shareOfPercent(text: string): number | null {
  const number = numberOrText(text)
  return typeof number === 'number' && number > 0 && number < 100 ? number / 100 : null
}
