const LONGEST = 150

/**
 * A name that Busit takes: 2 to 150 characters, not digits alone, no space, dot, dash or underscore at an end and no
 * two of them in a row. A name that cannot be made one is replaced by the DevEUI.
 */
export function instanceName(name: string, devEui: string): string {
  const smooth = smoothed(name)
  const long = smooth.length < 2 ? devEui : smooth
  const named = /^[0-9]+$/.test(long) ? `device ${long}` : long
  return smoothed(named.slice(0, LONGEST))
}

function smoothed(name: string): string {
  return name.replace(/([\s_.-])[\s_.-]+/g, '$1').replace(/^[\s_.-]+|[\s_.-]+$/g, '')
}
