import { create } from 'zustand'
import { fitView, type Point, panBy, type Size, scaleAt, type View, withinReach, zoomAt } from './view.ts'

/** How the photograph is looked at. Light and contrast are factors, 1 as it is; they act on the screen only. */
export interface Look {
  readonly brightness: number
  readonly contrast: number
  readonly heatMap: boolean
  readonly heatMapOpacity: number
  /** The heat map sets one grade against another. */
  readonly comparing: boolean
}

export const plainLook: Look = { brightness: 1, contrast: 1, heatMap: false, heatMapOpacity: 0.5, comparing: false }

/** Light and contrast as CSS and a canvas take them. */
export function lookFilter({ brightness, contrast }: Pick<Look, 'brightness' | 'contrast'>): string {
  return brightness === 1 && contrast === 1 ? 'none' : `brightness(${brightness}) contrast(${contrast})`
}

export const lookLimits = {
  brightness: { least: 0.4, most: 3, step: 0.1 },
  contrast: { least: 0.5, most: 3, step: 0.1 },
  heatMapOpacity: { least: 0.1, most: 1, step: 0.1 },
} as const

interface StageState {
  readonly stage: Size
  readonly photograph: Size | null
  readonly view: View
  /** The whole photograph is shown, and stays so when the window changes. */
  readonly fitted: boolean
  readonly look: Look
  resize(stage: Size): void
  /** Another photograph comes onto the stage: whole, with the look kept. */
  present(photograph: Size): void
  fit(): void
  /** One photograph pixel per screen pixel, around `at` or the middle. */
  exact(at?: Point): void
  zoom(factor: number, at?: Point): void
  pan(dx: number, dy: number): void
  adjust(field: keyof typeof lookLimits, steps: number): void
  setLook(field: keyof typeof lookLimits, value: number): void
  toggleHeatMap(): void
  /** Turns the heat map on where it was off. */
  toggleComparing(): void
  resetLook(): void
}

const nowhere: View = { scale: 1, x: 0, y: 0 }

export const useStage = create<StageState>((set, get) => {
  const move = (next: (view: View, photograph: Size, stage: Size) => View) => {
    const { view, photograph, stage } = get()
    if (!photograph) return
    const moved = next(view, photograph, stage)
    set({ view: moved, fitted: moved.scale <= fitView(photograph, stage).scale * 1.001 })
  }
  const middle = (): Point => ({ x: get().stage.width / 2, y: get().stage.height / 2 })

  return {
    stage: { width: 1, height: 1 },
    photograph: null,
    view: nowhere,
    fitted: true,
    look: plainLook,
    resize: (stage) =>
      set(({ photograph, fitted, view }) => ({
        stage,
        view: !photograph ? view : fitted ? fitView(photograph, stage) : withinReach(view, photograph, stage),
      })),
    present: (photograph) => set(({ stage }) => ({ photograph, view: fitView(photograph, stage), fitted: true })),
    fit: () => move((_, photograph, stage) => fitView(photograph, stage)),
    exact: (at = middle()) =>
      move((view, photograph, stage) => scaleAt(view, at, 1 / window.devicePixelRatio, photograph, stage)),
    zoom: (factor, at = middle()) => move((view, photograph, stage) => zoomAt(view, at, factor, photograph, stage)),
    pan: (dx, dy) => move((view, photograph, stage) => panBy(view, dx, dy, photograph, stage)),
    adjust: (field, steps) => get().setLook(field, get().look[field] + steps * lookLimits[field].step),
    setLook: (field, value) => {
      const { least, most } = lookLimits[field]
      const rounded = Math.round(Math.min(Math.max(value, least), most) * 100) / 100
      set(({ look }) => ({ look: { ...look, [field]: rounded } }))
    },
    toggleHeatMap: () => set(({ look }) => ({ look: { ...look, heatMap: !look.heatMap } })),
    toggleComparing: () =>
      set(({ look }) => ({ look: { ...look, heatMap: true, comparing: !(look.heatMap && look.comparing) } })),
    resetLook: () => set({ look: plainLook }),
  }
})
