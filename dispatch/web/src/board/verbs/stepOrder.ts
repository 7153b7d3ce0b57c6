import { post } from '../../shared/api'
import type { OrderCard, OrderState } from '../../shared/wire'

export interface OrderStep {
  to: OrderState
  reason?: string
  note?: string
}

/** Makes a step of an order for a crew that reported by radio or telephone. */
export function stepOrder(order: { id: number; version: number }, step: OrderStep, key: string): Promise<OrderCard> {
  return post<OrderCard>(`/api/v1/orders/${order.id}/steps`, { ...step, by_voice: true, version: order.version }, { key })
}
