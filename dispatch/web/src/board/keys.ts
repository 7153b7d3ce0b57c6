// The board's keys. A key is named by its place on the keyboard (event.code), so that it works in the Russian and in the
// English layout alike. While somebody types, only keys that type nothing are obeyed.

export interface Key {
  code: string
  ctrl?: boolean
  shift?: boolean
  /** Obeyed while somebody types, too. */
  always?: boolean
  run: (event: KeyboardEvent) => void | boolean
}

/** Obeys the first matching key; a key whose `run` answers false was not for it. */
export function obey(event: KeyboardEvent, keys: Key[]) {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return
  const typing = isTyping(event.target)
  for (const key of keys) {
    if (key.code !== event.code || !!key.ctrl !== event.ctrlKey) continue
    if (key.shift !== undefined && key.shift !== event.shiftKey) continue
    if (typing && !key.always) continue
    if (key.run(event) === false) continue
    event.preventDefault()
    return
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}
