/** "12:03:11", local time, of an ISO instant or a moment. */
export function clockTime(at: string | Date): string {
  const date = typeof at === 'string' ? new Date(at) : at
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}

/** "14 Nov, 12:03" and with the year where it is another than `now`'s. */
export function dayAndTime(at: string, now: Date): string {
  const date = new Date(at)
  const day = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(date.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(date)
  return `${day}, ${clockTime(date).slice(0, 5)}`
}

/** A stretch of time as one says it: "8 s", "3 min 20 s", "2 h 5 min". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) {
    const minutes = Math.floor(whole / 60)
    const rest = whole % 60
    return rest === 0 || minutes >= 10 ? `${Math.round(whole / 60)} min` : `${minutes} min ${rest} s`
  }
  const minutes = Math.round(whole / 60)
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
