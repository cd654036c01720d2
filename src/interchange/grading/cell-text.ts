/** Zero-width characters, soft hyphens and marks of direction, which tables catch from web pages. */
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g
/** What a table prints after a value for its footnotes. */
const footnote = /(?<=.)[\u00b9\u00b2\u00b3\u2070\u2074-\u2079*\u2020\u2021]+$/
const digit = /\p{Nd}/u

/** A cell as it is meant: blanks of every kind are one blank, none at the ends, and nothing that cannot be seen. */
export function tidyCell(cell: string): string {
  return cell.replace(unseen, '').replaceAll(/\s+/g, ' ').trim()
}

/** A cell that names something: blanks inside it belong to the name. */
export function tidyName(cell: string): string {
  return cell.replace(unseen, '').trim()
}

/** A cell with a value in it: digits of every script are 0 to 9, wide letters are plain, and a footnote's mark is gone. */
export function valueText(cell: string): { readonly text: string; readonly footnoted: boolean } {
  const tidy = tidyCell(cell)
  const bare = tidy.replace(footnote, '').trimEnd()
  const text = tidyCell(bare.normalize('NFKC')).replaceAll(/[^\p{ASCII}]/gu, (character) =>
    digit.test(character) ? String(digitValue(character.codePointAt(0) ?? 0)) : character,
  )
  return { text, footnoted: bare !== tidy }
}

/** Unicode keeps the ten digits of a script together, from a code that ends in 0 or in 6. */
function digitValue(code: number): number {
  const end = code & 15
  return digit.test(String.fromCodePoint(code - end)) ? end : end - 6
}
