const whole = new Intl.NumberFormat('en-GB')

/** "1,204". */
export function count(value: number): string {
  return whole.format(value)
}

/** "1 photograph", "12 photographs". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}
