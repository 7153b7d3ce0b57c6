// The order that a message of the service leads to: in the address when the message opened the tablet, by a word of the
// worker (push-sw.js) when the tablet was open.

/** The order that a page's address names. */
export function orderIn(page: string): number | undefined {
  const id = Number(new URL(page, location.origin).searchParams.get('order'))
  return Number.isSafeInteger(id) && id > 0 ? id : undefined
}

/** Hears which order is asked for, now and later; the answer stops. The address is used up: opened anew, the tablet shows what is first. */
export function whenAsked(show: (order: number) => void): () => void {
  const now = orderIn(location.href)
  if (now) {
    history.replaceState(null, '', location.pathname)
    show(now)
  }
  const hear = ({ data }: MessageEvent) => {
    const order = typeof data?.open === 'string' && orderIn(data.open)
    if (order) show(order)
  }
  navigator.serviceWorker?.addEventListener('message', hear)
  return () => navigator.serviceWorker?.removeEventListener('message', hear)
}
