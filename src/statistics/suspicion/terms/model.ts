import { gradeNames, predictedGrade } from '#shared/grades.ts'
import type { Evidence } from '../evidence.ts'
import { against, inFavour, logOddsAgainst, percent, type Term } from '../term.ts'

/** Log-odds that the true grade is another than the label, from the posterior of docs/decisions/0009. */
export const modelTerm: Term = {
  name: 'model',
  prior: { weight: 1, deviation: 0.5 },
  value: ({ label, posterior, probabilities }) => {
    return probabilities === null ? 0 : logOddsAgainst(posterior[label] as number)
  },
  sentence(known) {
    const { label, probabilities, posterior } = known
    if (probabilities === null) return null
    // What the model sees is weighed with how often labels of this project are wrong, which may turn it.
    const doubted = logOddsAgainst(posterior[label] as number) > 0
    const predicted = predictedGrade(probabilities)
    const ofLabel = percent(probabilities[label])
    const agrees = `The model agrees with ${gradeNames[label]} (${ofLabel})`
    if (predicted === label) {
      return doubted
        ? against(`${agrees}, but labels of ${gradeNames[label]} are often wrong here.`)
        : inFavour(`${agrees}.`)
    }
    const expects = `expects ${gradeNames[predicted]} (${percent(probabilities[predicted])})`
    const likeliest = predictedGrade(posterior)
    // The label itself, and how labels go wrong here, may make another grade than the model's the likeliest.
    const beside = `beside that label ${likeliest === label ? 'it is still' : `${gradeNames[likeliest]} is`} the likeliest`
    const said = `The model gives ${gradeNames[label]} ${ofLabel} and ${expects}`
    return doubted
      ? against(likeliest === predicted || !isAlone(known) ? `${said}.` : `${said}; ${beside}.`)
      : inFavour(
          `The model ${expects} rather than ${gradeNames[label]} (${ofLabel}), which is not enough to doubt the label here.`,
        )
  },
}

/** Whether the model and the label are all that makes a grade likely. */
function isAlone({ files, fileLabel, readers, duplicates }: Evidence): boolean {
  return files.length + readers.length + duplicates.length === 0 && fileLabel === null
}
