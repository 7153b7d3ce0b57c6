package dispatch

import "strings"

// stateWords are the states as the desk and the residents read them.
var stateWords = map[string]string{
	"registered": "зарегистрирована", "accepted": "принята", "in_work": "в работе", "done": "выполнена",
	"confirmed": "подтверждена жителем", "returned": "возвращена: не устранено", "closed": "закрыта",
	"rejected": "отклонена", "duplicate": "повтор", "redirected": "передана по принадлежности",
	"reserved": "зарезервирован", "sent": "отправлен", "delivered": "доставлен", "en_route": "в пути",
	"on_site": "на месте", "suspended": "приостановлен", "localised": "локализовано", "verified": "проверен",
	"refused": "отказ", "recalled": "отозван", "released": "выпущена в работу",
}

// StateRu is a state of a request or an order in Russian; the code itself where there is no word.
func StateRu(state string) string {
	if word, ok := stateWords[state]; ok {
		return word
	}
	return state
}

// orderWords are states whose word agrees with "наряд" and not with "заявка".
var orderWords = map[string]string{
	"accepted": "принят", "done": "выполнен", "localised": "авария локализована", "refused": "отказ бригады",
}

// OrderStateRu is a state of an order in Russian.
func OrderStateRu(state OrderState) string {
	if word, ok := orderWords[string(state)]; ok {
		return word
	}
	return StateRu(string(state))
}

var dispositionWords = map[string]string{
	"fixed": "устранено", "fixed_temporarily": "устранено временно", "not_confirmed": "неисправность не подтвердилась", "no_access": "нет доступа",
	"other_responsible": "ответственность другой организации", "refused_by_resident": "житель отказался от работ",
}

// DispositionRu says how a request ended, in Russian.
func DispositionRu(disposition string) string {
	if word, ok := dispositionWords[disposition]; ok {
		return word
	}
	return disposition
}

// StateEn is a state of a request or an order in English.
func StateEn(state string) string { return strings.ReplaceAll(state, "_", " ") }
