/**
 * Centres of the alignment patterns along either axis (ISO/IEC 18004:2015, annex E): 6, then evenly spaced
 * from `size - 7` down, the step rounded up to an even number. Version 32 alone breaks the rule.
 */
export function alignmentCentres(version: number): readonly number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2
  const centres = [6]
  for (let at = version * 4 + 10; centres.length < count; at -= step) centres.splice(1, 0, at)
  return centres
}
