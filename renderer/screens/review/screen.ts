import { IconEye } from '@tabler/icons-react'
import { isPadMove } from '../../app/kit/keys/keys.ts'
import type { Screen } from '../../app/kit/screen.ts'
import { photographFinder } from './photograph-finder.ts'
import { reviewActions } from './review-actions.ts'
import { ReviewScreen } from './review-screen.tsx'
import { SavedStatus } from './saved-status.tsx'
import { freshSession, refuse, useSession } from './session/session.ts'

const padMoves = 'NumLock is off: the number pad moves, and grades nothing.'

export const reviewScreen = {
  name: 'review',
  title: 'Review',
  icon: IconEye,
  component: ReviewScreen,
  asksForReader: true,
  actions: reviewActions,
  sections: [
    { name: 'Grade' },
    {
      name: 'Reason',
      title: (keysOf) => `After ${keysOf('review.ungradable').first ?? '“ungradable”'}: why it is ungradable`,
    },
    { name: 'Move', title: () => 'Move through the queue' },
    { name: 'Look' },
  ],
  firstInHelp: true,
  mode: {
    scope: 'reason',
    isOn: () => useSession.getState().choosingReason,
    leave: () => useSession.setState({ choosingReason: false }),
  },
  heard: (press) => {
    // Who believes he grades must not be moved along without a word.
    if (isPadMove(press)) refuse(padMoves)
  },
  finder: photographFinder,
  status: SavedStatus,
  forget: () => useSession.setState(freshSession),
} as const satisfies Screen
