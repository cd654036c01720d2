const shown = new Set(['jpeg', 'png', 'webp'])

/** Whether Chromium shows a file of this format as it is; TIFF and the like go through a preview. */
export function shownByBrowsers(format: string): boolean {
  return shown.has(format)
}
