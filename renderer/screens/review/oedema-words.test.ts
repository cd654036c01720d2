import { expect, it } from 'vitest'
import { oedemaWords } from './oedema-words.ts'

it('the oedema risk is told by the model, the label or both, and not where neither knows it', () => {
  expect(oedemaWords([0.1, 0.2, 0.7], 1)).toBe('Oedema risk: model 2 exudates at the macula, 70 %; label 1 exudates')
  expect(oedemaWords([0.996, 0.004, 0], null)).toBe('Oedema risk: model 0 no exudates, 100 %')
  expect(oedemaWords(null, 0)).toBe('Oedema risk: label 0 no exudates')
  expect(oedemaWords(null, null)).toBeNull()
})
