import { expect, test, vi } from 'vitest'
import { orderIn, whenAsked } from './asked'

test('an address names an order, or none', () => {
  expect(orderIn('/tablet?order=17')).toBe(17)
  for (const page of ['/tablet', '/tablet?order=', '/tablet?order=-1', '/tablet?order=x', '/tablet?order=1.5']) expect(orderIn(page), page).toBeUndefined()
})

test('the address is used up, and a word of the worker is heard until nobody listens', () => {
  const workers = new EventTarget()
  vi.stubGlobal('navigator', { serviceWorker: workers })
  history.replaceState(null, '', '/tablet?order=5')
  const shown: number[] = []
  const stop = whenAsked((order) => shown.push(order))
  expect(location.search).toBe('')
  const say = (data: unknown) => workers.dispatchEvent(Object.assign(new Event('message'), { data }))
  say({ open: '/tablet?order=8' })
  say({ open: '/tablet' })
  say(null)
  stop()
  say({ open: '/tablet?order=9' })
  expect(shown).toEqual([5, 8])
  vi.unstubAllGlobals()
})
