/** An upright line at a place of a chart's horizontal axis. */
export interface ChartMark {
  readonly at: number
  readonly name: string
  readonly colour: string
}
