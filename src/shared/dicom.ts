/** How many bytes from the start of a file tell whether it is DICOM: a preamble of 128 and four letters (PS3.10, 7.1). */
export const dicomBytes = 132

export function isDicom(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(128, dicomBytes)) === 'DICM'
}
