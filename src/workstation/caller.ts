/** Who calls the contract. A page is a window's own, and yet runs what a browser runs: it chooses where to write, and names
 *  nothing. Everybody else is a program that this user started. */
export interface Caller {
  readonly isPage: boolean
}

export const page: Caller = { isPage: true }
export const program: Caller = { isPage: false }
