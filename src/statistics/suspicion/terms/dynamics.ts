import type { LabelLearning } from '../evidence.ts'
import { against, inFavour, type Term } from '../term.ts'

/** A wrong label is learnt late and against its neighbours: its area under the margin is small (Pleiss 2020), and it is
 *  forgotten again and again (Toneva 2019), which is told but not weighed besides. */
export const dynamicsTerm: Term = {
  name: 'dynamics',
  prior: { weight: 0.2, deviation: 0.3 },
  value: ({ margin }) => (margin === null ? 0 : Math.max(-3, Math.min(3, -margin))),
  sentence({ margin, learning }) {
    if (margin === null) return null
    if (margin >= 1) return inFavour('The model learnt its label easily.')
    const forgot = learning !== null && margin < 0 && isOftenForgotten(learning)
    if (margin > -1 && !forgot) return null
    if (learning === null) return against('The model found its label hard to learn.')
    const { learntAt, forgotten, usual } = learning
    if (learntAt < 0) return against('The model never learnt this label while training.')
    const late = learntAt > usual.learntAt
    const times = forgot ? `forgot it ${forgotten} times` : ''
    if (late) return against(`The model learnt this label late${times && ` and ${times}`} while training.`)
    return against(
      forgot ? `The model learnt this label but ${times} while training.` : 'The model found its label hard to learn.',
    )
  },
}

/** Once may be chance. */
function isOftenForgotten({ forgotten, usual }: LabelLearning): boolean {
  return forgotten > Math.max(1, usual.forgotten)
}
