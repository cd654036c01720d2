import { gradeNames, grades, type UngradableReason } from '#shared/grades.ts'
import type { Action } from '../../app/kit/action.ts'
import { openOverlay } from '../../app/kit/overlays.ts'
import { usePreferences } from '../../data/preferences.ts'
import { type lookLimits, useStage } from '../../viewer/stage-store.ts'
import { nextMethod } from './map/map-methods.ts'
import { useSession } from './session/session.ts'
import { chooseReason, decide, redo, undo } from './session/session-decisions.ts'
import { goOn, step } from './session/session-moves.ts'

const always = () => true
const withPhotograph = () => useSession.getState().presented !== null
const withPrediction = () => withPhotograph() && useSession.getState().presented?.photograph.prediction !== null
/** A key that comes too early is heard, and answered with the reason why it was not taken. */
const deciding = () => useSession.getState().selected !== null
const awaitingReason = () => deciding() && useSession.getState().choosingReason

const gradeActions: readonly Action[] = grades.map((grade) => ({
  id: `review.grade-${grade}`,
  label: `Grade ${grade} ${gradeNames[grade]}, and go on`,
  section: 'Grade',
  scope: 'review',
  shortcuts: [String(grade)],
  enabled: deciding,
  run: () => void decide(grade),
}))

interface ReasonChoice {
  readonly reason: UngradableReason
  readonly name: string
  /** Id of its action, which knows the key that is bound. */
  readonly action: string
}

const reasons: readonly (Omit<ReasonChoice, 'action'> & { readonly key: string })[] = [
  { reason: 'dark', key: 'D', name: 'Too dark' },
  { reason: 'bright', key: 'B', name: 'Too bright' },
  { reason: 'blurred', key: 'L', name: 'Blurred' },
  { reason: 'field', key: 'F', name: 'Field' },
  { reason: 'artefact', key: 'A', name: 'Artefact' },
]

const reasonAction = (reason: UngradableReason) => `review.ungradable-${reason}`

export const reasonChoices: readonly ReasonChoice[] = reasons.map(({ reason, name }) => ({
  reason,
  name,
  action: reasonAction(reason),
}))

const reasonActions: readonly Action[] = reasons.map(({ reason, key, name }) => ({
  id: reasonAction(reason),
  label: `Ungradable: ${name.toLowerCase()}`,
  section: 'Reason',
  scope: 'reason',
  shortcuts: [key],
  enabled: awaitingReason,
  run: () => void decide('ungradable', reason),
}))

function look(id: string, label: string, shortcuts: string[], field: keyof typeof lookLimits, steps: number): Action {
  return {
    id: `look.${id}`,
    label,
    section: 'Look',
    scope: 'review',
    shortcuts,
    repeats: true,
    enabled: withPhotograph,
    run: () => useStage.getState().adjust(field, steps),
  }
}

function stage(id: string, label: string, shortcuts: string[], run: () => void, repeats = false): Action {
  return { id: `look.${id}`, label, section: 'Look', scope: 'review', shortcuts, repeats, enabled: withPhotograph, run }
}

function move(id: string, label: string, shortcuts: string[], run: () => void): Action {
  return {
    id: `review.${id}`,
    label,
    section: 'Move',
    scope: 'review',
    shortcuts,
    repeats: true,
    enabled: always,
    run,
  }
}

const panPx = 80

export const reviewActions: readonly Action[] = [
  ...gradeActions,
  {
    id: 'review.ungradable',
    label: 'Ungradable: then one key for the reason',
    section: 'Grade',
    scope: 'review',
    shortcuts: ['U'],
    enabled: deciding,
    run: chooseReason,
  },
  ...reasonActions,
  {
    id: 'review.ungradable-cancel',
    label: 'Not ungradable after all',
    section: 'Reason',
    scope: 'reason',
    shortcuts: ['Esc'],
    enabled: () => useSession.getState().choosingReason,
    run: () => useSession.setState({ choosingReason: false }),
  },
  {
    id: 'review.undo',
    label: 'Undo the last decision',
    section: 'Grade',
    scope: 'review',
    shortcuts: ['Z', 'Mod+Z'],
    enabled: always,
    run: () => void undo(),
  },
  {
    id: 'review.redo',
    label: 'Redo',
    section: 'Grade',
    scope: 'review',
    shortcuts: ['Shift+Z', 'Mod+Shift+Z'],
    enabled: always,
    run: () => void redo(),
  },
  move('next', 'Next photograph', ['Right', 'Down'], () => step(1)),
  move('previous', 'Previous photograph', ['Left', 'Up'], () => step(-1)),
  move('next-unread', 'Next photograph not yet read', ['N'], goOn),
  move('page-down', 'Ten photographs on', ['PageDown'], () => step(10)),
  move('page-up', 'Ten photographs back', ['PageUp'], () => step(-10)),
  move('first', 'First of the queue', ['Home'], () => step(Number.NEGATIVE_INFINITY)),
  move('last', 'Last of the queue', ['End'], () => step(Number.POSITIVE_INFINITY)),
  stage('heat-map', 'Heat map on or off', ['H'], () => useStage.getState().toggleHeatMap()),
  look('heat-less', 'Heat map fainter', ['['], 'heatMapOpacity', -1),
  look('heat-more', 'Heat map stronger', [']'], 'heatMapOpacity', 1),
  stage('compare', 'Heat map: why this grade and not the label’s', ['Y'], () => useStage.getState().toggleComparing()),
  {
    id: 'look.map-method',
    label: 'Heat map by the next method',
    section: 'Look',
    scope: 'review',
    shortcuts: ['M'],
    enabled: () => withPrediction() && useStage.getState().look.heatMap,
    run: () => {
      const { mapMethod, setMap } = usePreferences.getState()
      setMap({ mapMethod: nextMethod(mapMethod) })
    },
  },
  {
    id: 'look.augmentations',
    label: 'The photograph under each change, side by side',
    section: 'Look',
    scope: 'review',
    shortcuts: ['A'],
    enabled: withPrediction,
    run: () => openOverlay('augmentations'),
  },
  look('lighter', 'Lighter', ['L'], 'brightness', 1),
  look('darker', 'Darker', ['Shift+L'], 'brightness', -1),
  look('contrast-more', 'More contrast', ['K'], 'contrast', 1),
  look('contrast-less', 'Less contrast', ['Shift+K'], 'contrast', -1),
  stage('reset', 'Reset light, contrast and heat map', ['R'], () => useStage.getState().resetLook()),
  stage('fit', 'Whole photograph', ['W'], () => useStage.getState().fit()),
  stage('exact', 'Exact pixels (1:1)', ['X'], () => useStage.getState().exact()),
  stage('zoom-in', 'Zoom in', ['+', '='], () => useStage.getState().zoom(1.25), true),
  stage('zoom-out', 'Zoom out', ['-'], () => useStage.getState().zoom(0.8), true),
  stage('pan-left', 'Look further left', ['Shift+Left'], () => useStage.getState().pan(panPx, 0), true),
  stage('pan-right', 'Look further right', ['Shift+Right'], () => useStage.getState().pan(-panPx, 0), true),
  stage('pan-up', 'Look further up', ['Shift+Up'], () => useStage.getState().pan(0, panPx), true),
  stage('pan-down', 'Look further down', ['Shift+Down'], () => useStage.getState().pan(0, -panPx), true),
]
