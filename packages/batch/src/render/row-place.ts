/** The place of one label of a run in the stream of a printer whose prints have several labels. */
export interface RowPlace {
  /** Which print of the file it is, counted from 1; the labels of cartons are prints, too. */
  readonly page: number
  /** Counted from 1. */
  readonly place: number
  /** Whether the print ends with it. */
  readonly isLast: boolean
}

/**
 * The place of a label of a run. A row ends early before the label of a carton, which is a print of its own, and at
 * the end of the run.
 *
 * @param cartonSize devices in a carton, when there are cartons
 * @returns takes a label, counted from 0, and how many there are
 */
export function createRowPlaces(
  columns: number,
  cartonSize = Number.POSITIVE_INFINITY,
): (label: number, all: number) => RowPlace {
  const printsOfCarton = Math.ceil(cartonSize / columns) + 1
  return (label, all) => {
    const carton = Math.floor(label / cartonSize)
    const index = carton === 0 ? label : label % cartonSize
    const place = (index % columns) + 1
    return {
      page: (carton === 0 ? 0 : carton * printsOfCarton) + Math.floor(index / columns) + 1,
      place,
      isLast: place === columns || index + 1 === cartonSize || label + 1 === all,
    }
  }
}
