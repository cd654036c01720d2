import type { Grade } from '#shared/grades.ts'

/** What a file's own word says: a grade of the ICDR scale, or that the photograph could not be graded. */
export type Meaning = Grade | 'ungradable'

/** A word as it is compared: `NoDR`, `No_DR` and `no-dr` are the same. */
export function wordKey(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[\s_\-./:=()[\]]+/g, ' ')
    .trim()
}

const ungradable =
  /^(?:un ?grade?able|not grade?able|cannot be graded|unusable|(?:poor|low|bad)(?: image)? quality|reject(?:ed)?|u)$/
const none =
  /^(?:none|normal(?: (?:fundus|retina|eye))?|healthy(?: (?:fundus|retina|eye))?|(?:dr|retinopathy) absent|(?:no|without)(?: (?:apparent|visible|(?:sign|signs|evidence) of))?(?: (?:dr|diabetic retinopathy|retinopathy)))$/
/** Words beside the severity that leave it as it is. */
const filling =
  /\b(?:dr|npdr|pdr|non ?proliferat\w*|proliferat\w*|prolif|diabetic|retinopathy|stage|very|high|low|risk|early|advanced|active)\b/g
const severities: readonly (readonly [RegExp, Grade])[] = [
  [/\bmild\b/g, 1],
  [/\bmod(?:erate)?\b/g, 2],
  [/\bsev(?:ere)?\b/g, 3],
]

/** The ICDR grade that a word or a short phrase names (Wilkinson 2003), or undefined where it names none, or none alone: `NPDR`,
 *  `mild to moderate`, `moderate cataract`. A number beside the words has to agree with them. */
export function meaningOf(phrase: string): Meaning | undefined {
  const key = wordKey(phrase)
  if (ungradable.test(key)) return 'ungradable'
  const [, before, rest = ''] = /^(?:(?:grade|stage|level|class|icdr|dr) ?)?([0-4])(?:$| (.*)$)/.exec(key) ?? []
  if (before !== undefined) return agreed(Number(before) as Grade, rest)
  const [, words = '', after] = /^(.+?) (?:grade |stage |level )?([0-4])$/.exec(key) ?? []
  return after === undefined ? gradeOfWords(key) : agreed(Number(after) as Grade, words)
}

function agreed(grade: Grade, words: string): Grade | undefined {
  return words === '' || gradeOfWords(words) === grade ? grade : undefined
}

function gradeOfWords(key: string): Grade | undefined {
  if (none.test(key)) return 0
  const left = severities.reduce((text, [word]) => text.replaceAll(word, ' '), key.replaceAll(filling, ' '))
  if (left.trim() !== '') return undefined
  const proliferative = /\b(?:pdr|proliferat\w*|prolif)\b/.test(key.replaceAll(/\bnon ?proliferat\w*/g, ' '))
  if (proliferative) return /\b(?:npdr|non ?proliferat)/.test(key) ? undefined : 4
  const named = severities.filter(([word]) => new RegExp(word.source).test(key))
  return named.length === 1 ? named[0]?.[1] : undefined
}
