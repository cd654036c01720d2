import type { Term } from './term.ts'
import { duplicatesTerm } from './terms/duplicates.ts'
import { dynamicsTerm } from './terms/dynamics.ts'
import { fellowEyeTerm } from './terms/fellow-eye.ts'
import { filesTerm } from './terms/files.ts'
import { lesionsTerm } from './terms/lesions.ts'
import { modelTerm } from './terms/model.ts'
import { qualityTerm } from './terms/quality.ts'
import { readersTerm } from './terms/readers.ts'

/** Everything that suspicion is made of. A new term is one file and one entry here; entries keep their places, as learnt
 *  weights are told apart by name. */
export const terms: readonly Term[] = [
  modelTerm,
  filesTerm,
  readersTerm,
  duplicatesTerm,
  fellowEyeTerm,
  qualityTerm,
  dynamicsTerm,
  lesionsTerm,
]
