// Web Push to this browser: what the service tells its user while the screen is closed.

import { get, post } from './api'

/** Which worker shows the messages, and for which screen. */
export interface Carrier {
  scope: string
  worker: string
}

export const toBoard: Carrier = { scope: '/board', worker: '/push-sw.js' }

/** The tablet's worker keeps its files too (tabletShell.ts), and takes push-sw.js in. */
export const toTablet: Carrier = { scope: '/tablet', worker: '/tablet-sw.js' }

/** Whether this browser can take messages at all: over HTTPS, or on this very machine. */
export const canPush = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

/** Whether it takes them already. */
export async function pushed({ scope }: Carrier): Promise<boolean> {
  if (!canPush) return false
  const registration = await navigator.serviceWorker.getRegistration(scope)
  return Boolean(await registration?.pushManager.getSubscription())
}

/** Asks the user, then the browser's carrier, and tells the service. False: the user does not want to. */
export async function beginPush({ scope, worker }: Carrier): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false
  const { key } = await get<{ key: string }>('/api/v1/push/key')
  await navigator.serviceWorker.register(worker, { scope })
  const registration = await navigator.serviceWorker.ready // a worker that is still being installed takes no subscription
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  const { endpoint, keys } = subscription.toJSON()
  await post('/api/v1/push/subscriptions', { endpoint, keys })
  return true
}

/** Takes no more messages, here and at the service. */
export async function endPush({ scope }: Carrier): Promise<void> {
  if (!canPush) return
  const registration = await navigator.serviceWorker.getRegistration(scope)
  const subscription = await registration?.pushManager.getSubscription()
  if (!subscription) return
  await subscription.unsubscribe() // first: without a link the service learns it from the carrier
  await post('/api/v1/push/subscriptions/forget', { endpoint: subscription.endpoint })
}
