/** Most characters of a name, a cell or a field that a sentence quotes. */
const longestQuote = 60

/** Text of somebody else's in a sentence: one line, and no longer than a person reads. */
export function shortened(text: string, most = longestQuote): string {
  const whole = text.length <= most
  // Of a cell of megabytes only what is shown is looked at.
  const line = (whole ? text : text.slice(0, most).toWellFormed()).replaceAll(/[\s\p{Cc}]+/gu, ' ')
  return whole ? line : `${line.trimEnd()}…`
}

/** Most characters of any sentence, its quotes and its next step included. */
const longestSentence = 1_000
/** Of a longer one its end, where the next step stands. */
const longestEnd = 300

/** A sentence as it is told, however long what it quotes is: its beginning and its end. */
export function boundedSentence(text: string): string {
  if (text.length <= longestSentence) return text
  return `${text.slice(0, longestSentence - longestEnd - 1)}…${text.slice(-longestEnd)}`
}
