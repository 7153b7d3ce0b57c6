// What the codes of rules and of the journal of changes are called. A code never stands on a screen by itself:
// codes.test.ts holds that each of httpapi/codes.json has a word in both languages.

import boundaries from '../../../norms/data/boundaries.json'
import categories from '../../../norms/data/categories.json'
import recipients from '../../../norms/data/recipients.json'
import { clockTitle } from '../shared/clocks'
import { dictionary, tongue } from '../shared/i18n.svelte'
import { channelName, orderStateName, requestStateName, roleName, severityName, skillName } from '../shared/states'
import type { OrganisationKind, Severity } from '../shared/wire'
import { meansName } from './asked/means'
import { kindName } from './directory/words'
import { unitName } from './rules/term'

type Pairs = Record<string, readonly [ru: string, en: string]>

const words: Record<string, Pairs> = {
  start: {
    ring: ['от звонка', 'from the ring'],
    missed_call: ['от пропущенного звонка', 'from the missed call'],
    arrival: ['от прихода сообщения', "from the message's arrival"],
    registration: ['от регистрации заявки', 'from registration'],
    damage: ['от аварии', 'from the damage'],
    interruption: ['от перерыва в подаче', 'from the interruption'],
    month: ['в сумме за месяц', 'summed over the month'],
    yearly: ['раз в год', 'once a year'],
    detection: ['от обнаружения или заявки', 'from detection or the request'],
    signal: ['от сигнала', 'from the signal'],
    appeal: ['от обращения', 'from the appeal'],
    always: ['всё время', 'all the time'],
  },
  status: {
    verified: ['сверено', 'verified'],
    unverified: ['не сверено', 'not verified'],
  },
  condition: {
    one_source: ['у дома один источник электричества', 'the house has one source of electricity'],
    dead_end: ['авария на тупиковой магистрали', 'an accident on a dead-end main'],
    annual_maintenance: ['ежегодная остановка горячей воды', 'the yearly stop of hot water'],
    room_10_12: ['в комнатах от +10 до +12 °C', 'rooms from +10 to +12 °C'],
    room_8_10: ['в комнатах от +8 до +10 °C', 'rooms from +8 to +10 °C'],
    daily_mean_up_to_5: ['за сутки в среднем +5 °C и холоднее', 'a daily mean of +5 °C or less'],
    summer: ['летом', 'in summer'],
  },
  report: {
    telephone: ['по телефону', 'by telephone'],
    missed_call: ['пропущенный звонок', 'a missed call'],
    message: ['сообщение', 'a message'],
    walk_in: ['лично', 'in person'],
    system: ['от датчика или другой службы', 'by a sensor or another service'],
  },
  place: {
    flat: ['квартира', 'flat'],
    entrance: ['подъезд', 'entrance'],
    yard: ['двор', 'yard'],
    cellar: ['подвал', 'cellar'],
    roof: ['крыша и чердак', 'roof and attic'],
    mains: ['городские сети', 'city mains'],
  },
  side: {
    organisation: ['управляющая организация', 'managing organisation'],
    supplier: ['поставщик ресурса', 'resource supplier'],
    city: ['город', 'the city'],
  },
  since: {
    entered: ['с перехода в состояние', 'since it came into the state'],
    news: ['с последней вести от бригады', "since the crew's last word"],
    promised: ['с обещанного времени', 'since the promised time'],
  },
  audience: {
    resident: ['Жителю о его заявке', 'A resident, about the request'],
    crew: ['Бригаде о новом наряде', 'A crew, about a new order'],
    duty: ['Ответственному о просрочке', 'Whoever is responsible, about an overdue term'],
  },
  subject: {
    norm: ['Норма', 'Norm'],
    problem: ['Неисправность', 'Fault'],
    ladder: ['Лестница эскалации', 'Escalation ladder'],
    reading: ['Толкование', 'Reading'],
    status_limit: ['Предел состояния', 'Limit of a state'],
    calendar: ['Календарь', 'Calendar'],
    channel: ['Каналы', 'Channels'],
  },
  contract_state: {
    now: ['действует', 'in force'],
    later: ['начнётся позже', 'begins later'],
    ended: ['завершён', 'ended'],
  },
  days: {
    working: ['по рабочим дням', 'on working days'],
    holiday: ['по выходным и праздникам', 'on days off'],
  },
  changed_field: {
    name: ['Название', 'Name'],
    login: ['Логин', 'Login'],
    kind: ['Вид', 'Kind'],
    role: ['Роль', 'Role'],
    phone: ['Телефон', 'Telephone'],
    email: ['Почта', 'E-mail'],
    telegram: ['Telegram', 'Telegram'],
    plate: ['Номер', 'Plate'],
    organisation_id: ['Организация', 'Organisation'],
    service_id: ['Аварийная служба', 'Emergency service'],
    crew_id: ['Бригада', 'Crew'],
    account_id: ['Учётная запись', 'Account'],
    supervisor_id: ['Кто отвечает, когда на посту никого', 'Who answers when nobody holds it'],
    from: ['С', 'From'],
    to: ['По', 'To'],
    document: ['Договор', 'Paper'],
    skills: ['Что умеет', 'What it can do'],
    people: ['Человек', 'People'],
    tablet: ['С планшетом', 'With a tablet'],
    on_call: ['Из дома, по телефону', 'From home, by telephone'],
    days: ['Когда нужен', 'When it has to be held'],
    window: ['Часы', 'Hours'],
    territory: ['Участок на карте', 'Territory'],
    disabled: ['Вход закрыт', 'Shut out'],
    rotations: ['График', 'Rotation'],
  },
  change: {
    person: ['Сотрудник', 'Person'],
    person_retired: ['Сотрудник больше не работает', 'Person left'],
    vehicle: ['Машина', 'Vehicle'],
    vehicle_retired: ['Машина снята', 'Vehicle out of use'],
    post: ['Пост', 'Post'],
    post_retired: ['Пост упразднён', 'Post ended'],
    rotations: ['График', 'Rotation'],
    override: ['Подмена', 'Stand-in'],
    override_withdrawn: ['Подмена отменена', 'Stand-in taken back'],
    swap: ['Обмен сменами', 'Swap'],
    note: ['Запись о передаче смены', 'Hand-over note'],
    account: ['Учётная запись', 'Account'],
    account_disabled: ['Вход закрыт', 'Shut out'],
    password_reset: ['Выдан новый пароль', 'A new password was given'],
    crew: ['Бригада', 'Crew'],
    crew_retired: ['Бригада расформирована', 'Crew ended'],
    organisation: ['Организация', 'Organisation'],
    organisation_retired: ['Организация закрыта', 'Organisation ended'],
    organisation_returned: ['Организация снова работает', 'Organisation returned'],
    contract: ['Договор', 'Contract'],
    contract_ended: ['Договор завершён', 'Contract ended'],
  },
}

const system = dictionary({ system: ['программа', 'the program'] })
const titled = (list: { code: string; title: { ru: string; en: string } }[]) => (code: string) => list.find((one) => one.code === code)?.title[tongue.language] ?? code

const named: Record<string, (code: string) => string> = {
  kind: clockTitle,
  unit: unitName,
  skill: skillName,
  severity: (code) => severityName(Number(code) as Severity),
  channel: channelName,
  means: meansName,
  role: (code) => (code === 'system' ? system.system : roleName(code)),
  request_state: requestStateName,
  order_state: orderStateName,
  organisation_kind: (code) => kindName(code as OrganisationKind),
  category: titled(categories),
  boundary: titled(boundaries),
  recipient: titled(recipients),
}

/** The word for a code: `codeName('start', 'ring')`. The code itself only where the service knows one that the screens do not. */
export function codeName(of: string, code: string): string {
  const pair = words[of]?.[code]
  if (pair) return pair[tongue.language === 'ru' ? 0 : 1]
  return named[of]?.(code) ?? code
}

/** Codes of a list in the order of their words: for a field of choice. */
export function codesOf(of: 'changed_field' | 'place' | 'side' | 'boundary' | 'recipient' | 'category'): string[] {
  if (of === 'boundary') return boundaries.map(({ code }) => code)
  if (of === 'recipient') return recipients.map(({ code }) => code)
  if (of === 'category') return categories.map(({ code }) => code)
  return Object.keys(words[of]!)
}
