import { describe, expect, it } from 'vitest'
import { fitView, panBy, type View, wantsFullResolution, withinReach, zoomAt } from './view.ts'

const photograph = { width: 4288, height: 2848 }
const stage = { width: 1200, height: 900 }

/** Pixel of the photograph under a place of the stage. */
function under(view: View, x: number, y: number) {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale }
}

describe('the view of a photograph', () => {
  it('fits the whole photograph, centred, with its margin', () => {
    const view = fitView(photograph, stage, 6)
    expect(photograph.width * view.scale).toBeCloseTo(1188)
    expect(view.x).toBeCloseTo(6)
    expect(view.y).toBeCloseTo((900 - 2848 * view.scale) / 2)
  })

  it('keeps what is under the pointer under the pointer while it zooms', () => {
    const start = zoomAt(fitView(photograph, stage), { x: 600, y: 450 }, 4, photograph, stage)
    for (const [x, y] of [
      [300, 200],
      [900, 700],
      [610, 333],
    ] as const) {
      const before = under(start, x, y)
      const after = under(zoomAt(start, { x, y }, 1.3, photograph, stage), x, y)
      expect(after.x).toBeCloseTo(before.x, 6)
      expect(after.y).toBeCloseTo(before.y, 6)
    }
  })

  it('zooms out no farther than the whole photograph, and in no closer than 8 to 1', () => {
    const fit = fitView(photograph, stage)
    expect(zoomAt(fit, { x: 0, y: 0 }, 0.01, photograph, stage)).toEqual(fit)
    expect(zoomAt(fit, { x: 600, y: 450 }, 1e6, photograph, stage).scale).toBe(8)
  })

  it('never loses the photograph, however far it is dragged', () => {
    const near = zoomAt(fitView(photograph, stage), { x: 600, y: 450 }, 6, photograph, stage)
    const far = panBy(near, 1e6, -1e6, photograph, stage)
    expect(far.x).toBeCloseTo(stage.width / 3)
    expect(far.y + photograph.height * far.scale).toBeCloseTo(stage.height - stage.height / 3)
  })

  it('keeps a photograph that fits where it is', () => {
    const fit = fitView(photograph, stage)
    const moved = withinReach({ ...fit, x: 500, y: -500 }, photograph, stage)
    expect(moved.x).toBeCloseTo(fit.x)
    expect(moved.y).toBeCloseTo(fit.y)
  })

  it('wants full resolution only past what the preview holds', () => {
    const at = (scale: number) => wantsFullResolution({ scale, x: 0, y: 0 }, photograph, 2048, 1)
    expect(at(0.28)).toBe(false)
    expect(at(2048 / 4288)).toBe(false)
    expect(at(0.5)).toBe(true)
    expect(wantsFullResolution({ scale: 4, x: 0, y: 0 }, { width: 1024, height: 680 }, 1024, 2)).toBe(false)
  })
})
