export interface Size {
  readonly width: number
  readonly height: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Where the photograph lies on the stage. `scale`: stage pixels (CSS) per pixel of the full-resolution photograph;
 *  `x`, `y`: its upper left corner, stage pixels. */
export interface View {
  readonly scale: number
  readonly x: number
  readonly y: number
}

/** Largest magnification, stage pixels per photograph pixel. */
const closest = 8

/** The whole photograph, centred. */
export function fitView(photograph: Size, stage: Size, marginPx = 6): View {
  const scale = Math.max(
    Math.min((stage.width - 2 * marginPx) / photograph.width, (stage.height - 2 * marginPx) / photograph.height),
    1e-3,
  )
  return centred(photograph, stage, scale)
}

export function centred(photograph: Size, stage: Size, scale: number): View {
  return {
    scale,
    x: (stage.width - photograph.width * scale) / 2,
    y: (stage.height - photograph.height * scale) / 2,
  }
}

/** Zooms by `factor` while the part of the photograph under `point` (stage pixels) stays under it. */
export function zoomAt(view: View, point: Point, factor: number, photograph: Size, stage: Size): View {
  return scaleAt(view, point, view.scale * factor, photograph, stage)
}

/** As `zoomAt`, to an absolute scale. Never smaller than the whole photograph, never closer than 8:1. */
export function scaleAt(view: View, point: Point, wanted: number, photograph: Size, stage: Size): View {
  const smallest = fitView(photograph, stage).scale
  const scale = Math.min(Math.max(wanted, smallest), Math.max(closest, smallest * 4))
  const ratio = scale / view.scale
  return withinReach(
    { scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio },
    photograph,
    stage,
  )
}

export function panBy(view: View, dx: number, dy: number, photograph: Size, stage: Size): View {
  return withinReach({ scale: view.scale, x: view.x + dx, y: view.y + dy }, photograph, stage)
}

/** Keeps the photograph where it can be found: centred along an axis it does not fill, else with its edge no farther
 *  in than a third of the stage. */
export function withinReach(view: View, photograph: Size, stage: Size): View {
  return {
    scale: view.scale,
    x: axisWithinReach(view.x, photograph.width * view.scale, stage.width),
    y: axisWithinReach(view.y, photograph.height * view.scale, stage.height),
  }
}

function axisWithinReach(position: number, length: number, room: number): number {
  if (length <= room) return (room - length) / 2
  const slack = Math.min(length - room, room / 3)
  return Math.min(Math.max(position, room - length - slack), slack)
}

/** Whether a preview `previewWidth` pixels wide is coarser than the screen can show at this view. */
export function wantsFullResolution(
  view: View,
  photograph: Size,
  previewWidth: number,
  devicePixelRatio: number,
): boolean {
  if (previewWidth >= photograph.width) return false
  return view.scale * devicePixelRatio > (previewWidth / photograph.width) * 1.02
}
