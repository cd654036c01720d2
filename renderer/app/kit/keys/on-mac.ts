/** Whether shortcuts are written with the signs of a Mac's keyboard. */
export const onMac: boolean = globalThis.navigator?.userAgent.includes('Macintosh') ?? false
