import { gradeNames, predictedGrade } from '#shared/grades.ts'
import { logOddsAgainst, percent, type Term } from '../term.ts'

/** Log-odds that the true grade is another than the label, from the posterior of docs/decisions/0009. */
export const modelTerm: Term = {
  name: 'model',
  prior: { weight: 1, deviation: 0.5 },
  value: ({ label, posterior }) => logOddsAgainst(posterior[label] as number),
  sentence({ label, probabilities }) {
    const predicted = predictedGrade(probabilities)
    const ofLabel = percent(probabilities[label])
    if (predicted === label) return `The model agrees with ${gradeNames[label]} (${ofLabel}).`
    const ofPredicted = percent(probabilities[predicted])
    return `The model gives ${gradeNames[label]} ${ofLabel} and expects ${gradeNames[predicted]} (${ofPredicted}).`
  },
}
