// Names of states in the words of the trade, and what groups of states mean to a screen.

import { dictionary } from './i18n.svelte'
import type { Channel, Disposition, OrderState, RequestState, Role, Severity } from './wire'

const requestStates = dictionary({
  registered: ['Зарегистрировано', 'Registered'],
  accepted: ['Принято', 'Accepted'],
  in_work: ['В работе', 'In work'],
  done: ['Выполнено', 'Done'],
  confirmed: ['Подтверждено', 'Confirmed'],
  returned: ['Возвращено', 'Returned'],
  closed: ['Закрыто', 'Closed'],
  rejected: ['Отклонено', 'Rejected'],
  duplicate: ['Дубль', 'Duplicate'],
  redirected: ['Передано', 'Redirected'],
} satisfies Record<RequestState, readonly [string, string]>)

const orderStates = dictionary({
  reserved: ['Запланирован', 'Reserved'],
  sent: ['Отправлен', 'Sent'],
  delivered: ['Доставлен', 'Delivered'],
  accepted: ['Принят', 'Accepted'],
  en_route: ['В пути', 'En route'],
  on_site: ['На месте', 'On site'],
  suspended: ['Приостановлен', 'Suspended'],
  localised: ['Локализовано', 'Localised'],
  done: ['Выполнен', 'Done'],
  verified: ['Проверен', 'Verified'],
  refused: ['Отказ', 'Refused'],
  recalled: ['Отозван', 'Recalled'],
} satisfies Record<OrderState, readonly [string, string]>)

const severities = dictionary({
  1: ['Угроза жизни или ущерб', 'Life or damage at stake'],
  2: ['Нет ресурса', 'Supply lost'],
  3: ['Неудобство', 'Comfort'],
  4: ['Может подождать', 'Can wait'],
})

const roles = dictionary({
  operator: ['Оператор', 'Operator'],
  dispatcher: ['Диспетчер', 'Dispatcher'],
  senior: ['Старший диспетчер', 'Senior dispatcher'],
  crew: ['Бригада', 'Crew'],
  foreman: ['Мастер', 'Foreman'],
  chief_engineer: ['Главный инженер', 'Chief engineer'],
  committee: ['Комитет ЖКХ', 'City committee'],
  admin: ['Администратор', 'Administrator'],
} satisfies Record<Role, readonly [string, string]>)

export function requestStateName(state: string): string {
  return (requestStates as Record<string, string>)[state] ?? state
}

export function orderStateName(state: string): string {
  return (orderStates as Record<string, string>)[state] ?? state
}

export function severityName(severity: Severity): string {
  return severities[severity]
}

export function roleName(role: string): string {
  return (roles as Record<string, string>)[role] ?? role
}

/** Order states in which a crew still has the job. */
export function isOpenOrder(state: OrderState): boolean {
  return !['done', 'verified', 'refused', 'recalled'].includes(state)
}

/** Request states in which somebody still has to act. */
export function isOpenRequest(state: RequestState): boolean {
  return !['closed', 'rejected', 'duplicate', 'redirected'].includes(state)
}

const channels = dictionary({
  telephone: ['Телефон', 'Telephone'],
  walk_in: ['Лично', 'Walk-in'],
  radio: ['Рация', 'Radio'],
  portal: ['Портал', 'Portal'],
  open311: ['Open311', 'Open311'],
  system: ['Система', 'System'],
} satisfies Record<Channel, readonly [string, string]>)

const dispositions = dictionary({
  fixed: ['Устранено', 'Fixed'],
  fixed_temporarily: ['Устранено временно', 'Fixed for now'],
  not_confirmed: ['Не подтвердилось', 'Not confirmed'],
  no_access: ['Нет доступа', 'No access'],
  other_responsible: ['Отвечает другая организация', 'Another one is responsible'],
  refused_by_resident: ['Житель отказался', 'The resident refused'],
} satisfies Record<Disposition, readonly [string, string]>)

const skills = dictionary({
  plumbing: ['сантехника', 'plumbing'],
  heating: ['отопление', 'heating'],
  sewer: ['канализация', 'sewer'],
  electric: ['электрика', 'electric'],
  gas: ['газ', 'gas'],
  lift: ['лифт', 'lift'],
  roof: ['кровля', 'roof'],
  general: ['общие работы', 'general'],
})

export const dispositionCodes = Object.keys(dispositions) as Disposition[]

export function channelName(channel: string): string {
  return (channels as Record<string, string>)[channel] ?? channel
}

export function dispositionName(disposition: string): string {
  return (dispositions as Record<string, string>)[disposition] ?? disposition
}

export function skillName(skill: string): string {
  return (skills as Record<string, string>)[skill] ?? skill
}
