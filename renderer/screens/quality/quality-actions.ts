import type { Action } from '../../app/kit/action.ts'
import { moveFocus, selectAll, useGrid } from './grid-store.ts'
import { decideSelected, redoVerdict, undoVerdict } from './verdicts.ts'

const onGrid = () => useGrid.getState().total > 0

function move(id: string, label: string, shortcut: string, by: () => number): readonly Action[] {
  const common = { section: 'Quality', scope: 'quality', repeats: true, enabled: onGrid } as const
  return [
    { ...common, id: `quality.${id}`, label, shortcuts: [shortcut], run: () => moveFocus(by(), false) },
    {
      ...common,
      id: `quality.extend-${id}`,
      label: `${label}, and select the range`,
      shortcuts: [`Shift+${shortcut}`],
      run: () => moveFocus(by(), true),
    },
  ]
}

function verdict(id: 'good' | 'usable' | 'reject', label: string, shortcut: string): Action {
  return {
    id: `quality.${id}`,
    label,
    section: 'Quality',
    scope: 'quality',
    shortcuts: [shortcut],
    enabled: onGrid,
    run: () => void decideSelected(id),
  }
}

function turn(id: 'undo' | 'redo', label: string, shortcuts: readonly string[], run: () => Promise<void>): Action {
  const common = { section: 'Quality', scope: 'quality', enabled: () => true } as const
  return { ...common, id: `quality.${id}`, label, shortcuts, run: () => void run() }
}

const pagePlaces = () => useGrid.getState().columns * useGrid.getState().rows

export const qualityActions: readonly Action[] = [
  verdict('good', 'Good', 'G'),
  verdict('usable', 'Usable', 'S'),
  verdict('reject', 'Bad: leave it out', 'B'),
  ...move('right', 'Next photograph', 'Right', () => 1),
  ...move('left', 'Previous photograph', 'Left', () => -1),
  ...move('down', 'Row below', 'Down', () => useGrid.getState().columns),
  ...move('up', 'Row above', 'Up', () => -useGrid.getState().columns),
  ...move('page-down', 'A page on', 'PageDown', pagePlaces),
  ...move('page-up', 'A page back', 'PageUp', () => -pagePlaces()),
  ...move('first', 'First photograph', 'Home', () => Number.NEGATIVE_INFINITY),
  ...move('last', 'Last photograph', 'End', () => Number.POSITIVE_INFINITY),
  {
    id: 'quality.all',
    label: 'Select all',
    section: 'Quality',
    scope: 'quality',
    shortcuts: ['Mod+A'],
    enabled: onGrid,
    run: selectAll,
  },
  turn('undo', 'Undo the last verdict', ['Z', 'Mod+Z'], undoVerdict),
  turn('redo', 'Redo the verdict', ['Shift+Z', 'Mod+Shift+Z'], redoVerdict),
]
