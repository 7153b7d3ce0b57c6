/** A row that sockets tell again: merged by id, a higher version wins. */
export interface Told {
  id: number
  version?: number
}

/** Puts told rows over known ones; rows without a version are always taken. Answers whether anything changed. */
export function merge<R extends Told>(known: Map<number, R>, told: R[] | undefined): boolean {
  let changed = false
  for (const row of told ?? []) {
    const held = known.get(row.id)
    if (held?.version !== undefined && row.version !== undefined && row.version < held.version) continue
    known.set(row.id, row)
    changed = true
  }
  return changed
}
