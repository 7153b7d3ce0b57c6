package httpapi

import (
	"time"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"dispatch05/dispatch"
	"dispatch05/dispatch/feed"
	"dispatch05/dispatch/norms"
	"dispatch05/dispatch/roster"
	"dispatch05/geo"
	"dispatch05/geo/basemap"
	"dispatch05/geo/register"
)

var (
	noon  = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	later = noon.Add(90 * time.Minute)
	point = orb.Point{73.368, 54.989}
	house = int64(17)
	crew  = int64(3)
	main_ = int64(1230)
	order = int64(77)
	owner = dispatch.Party{ID: 12, Name: "УК «Северная»", Phone: "+7 000 005-20-03"}
	facts = dispatch.HouseFacts{Levels: 9, Entrances: 4, Flats: 144, Year: 1978}

	districts = []dispatch.DistrictName{{Kind: geo.ManagingArea, Name: "Ленинский район"}, {Kind: geo.BalanceZone, Name: "Теплосеть"}}
)

// messages are all that the API and the sockets send, and what the screens send them: whole ones, and
// "-bare" ones with all absent that may be absent.
func messages() map[string]any {
	return map[string]any{
		"RequestRow": row(), "RequestRow-bare": bareRow(), "RequestCard": card(), "RequestCard-bare": bareCard(),
		"OrderCard": orderCard(), "CrewRow": crewRow(), "CrewRow-bare": bareCrewRow(), "EscalationRow": escalation(), "EscalationRow-bare": bareEscalation(),
		"BoardData":      dispatch.Board{Requests: []dispatch.RequestRow{row()}, Crews: []dispatch.CrewRow{crewRow()}, Escalations: []dispatch.EscalationRow{escalation()}, Training: &dispatch.Training{Running: true, Pace: 3, Version: 8}},
		"BoardData-bare": dispatch.Board{Requests: []dispatch.RequestRow{}, Crews: []dispatch.CrewRow{}, Escalations: []dispatch.EscalationRow{}, Gone: []int64{1234}, GoneCrews: []int64{3}},
		"Presence":       dispatch.Presence{Request: 7, Name: "Дмитрий", At: noon},
		"TabletHeard":    dispatch.TabletHeard{CrewID: crew, HeardAt: noon, WaitsSince: &noon},
		"CrewPosition":   feed.CrewPosition{CrewID: crew, Point: point, At: noon},
		"CrewData":       crewBoard(), "CrewData-gone": goneFromCrew(),
		"LinkState": linkState(), "LinkState-bare": dispatch.LinkState{City: "omsk", Number: "26-1234", State: dispatch.Registered, Version: 1, Problem: "flood-from-above", Category: "cold_water", RegisteredAt: noon, Updates: []dispatch.LinkUpdate{}},
		"House":      dispatch.HouseCard{ID: house, Address: "ул. Мира, 10", Settlement: "пос. Мирный", Point: (*[2]float64)(&point), Placed: "approximate", RadiusMeters: 120, Pin: &dispatch.HousePin{By: "Иванова И. И.", At: noon}, HouseFacts: facts, Organisation: &owner, Service: service(), Districts: districts, Open: []dispatch.RequestRow{row()}},
		"House-bare": dispatch.HouseCard{ID: house, Address: "ул. Мира, 10", Placed: "none", Districts: []dispatch.DistrictName{}, Open: []dispatch.RequestRow{}},
		"OpenHere":   dispatch.OpenHere{SameFault: []dispatch.RequestRow{row()}, Others: []dispatch.RequestRow{bareRow()}},
		"OrderRoute": orderRoute(), "OrderRoute-bare": dispatch.OrderRoute{OrderID: order, At: noon, Line: []orb.Point{}, Steps: []dispatch.RouteStep{},
			Missing: &dispatch.Because{Code: "no_position", Ru: "Положение бригады неизвестно", En: "Where the crew is, is unknown"}},
		"Recommendation": recommendation(), "Refusal": refusal(), "Refusal-order": orderRefusal(), "Organisation": dispatch.Organisation{ID: 12, Name: "УК «Северная»", Kind: "management", Phone: "+7 000 005-20-03", Version: 2, Own: true, RetiredAt: &later}, "Ticket": ticketBody{Ticket: "mfrggzdfmztwq2lk"}, "PhotoTaken": photoBody{PhotoID: 5},
		"Me": me(), "NearHouse": nearHouse{HouseID: house, Address: "ул. Мира, 10", Settlement: "пос. Мирный", Point: point, Placed: register.PrecisionRegister, Meters: 14}, "CityName": cityName{ID: "omsk", Name: "Омск", Zone: "Asia/Omsk", Demo: true}, "City": city(),
		"WorkReport": workReport(), "Classifier": classifier(), "AddressAnswer": addresses(), "AddressAnswer-street": street(),
		"Reading": reading(), "Reading-bare": register.ReadingOf("", register.Comment{Kind: register.CommentNoAddress}),
		"Registered": registeredBody{Number: "26-1234", Link: "/r/abcdefghijklmnopqrstuvwxyz", Token: "abcdefghijklmnopqrstuvwxyz", RegisteredAt: noon, InformDueAt: &later, OpenHere: 2},
		"Person":     person(), "Person-bare": dispatch.PersonRow{ID: 52, Version: 1, Name: "Петров П. П.", OrganisationID: 12, Role: dispatch.Foreman, Channels: []string{}},
		"Vehicle": dispatch.Vehicle{ID: 8, Version: 2, Name: "ГАЗель 1", Plate: "О005СО55", Organisation: 12, RetiredAt: &later},
		"Post":    post(), "Post-bare": dispatch.PostRow{ID: 62, Version: 1, Name: "Старший диспетчер", Role: dispatch.Senior, Now: []dispatch.OnDutyRow{{Name: "Светлана Старшова", AccountID: &order, Channels: []string{}}},
			Rotations: []dispatch.RotationRow{}, Overrides: []dispatch.OverrideRow{}},
		"PostWatches": dispatch.PostWatches{Post: post(), Watches: []dispatch.WatchRow{{PersonID: 51, Name: "Иванов И. И.", From: noon, To: later, StandIn: true}}, Findings: []dispatch.FindingRow{finding()}},
		"Finding":     finding(), "HandOverNote": dispatch.HandOverNote{ID: 4, At: noon, Author: "Иванов И. И.", Text: "ул. Мира, 10: стояк перекрыт до утра"},
		"RosterLine": dispatch.RosterLine{ID: 9, At: noon, Account: 7, Actor: "Светлана Старшова", Role: dispatch.Senior, Kind: "override", Ref: 61, Why: "болен", Detail: map[string]any{"post": "АВР-1"}},
		"Notice":     notice(), "Notice-bare": dispatch.NoticeRow{ID: 32, Kind: dispatch.OrderNotice, At: noon, To: "АВР-1", Text: "Наряд по заявке 26-1234: ул. Мира, 10. Откройте планшет.", State: dispatch.NoticeWaiting, Attempts: []dispatch.AttemptRow{}},
		"Account": accountOf(), "Account-bare": accountRow{ID: 6, Version: 1, Login: "boss", Name: "Иванова И. И.", Role: dispatch.Administrator},
		"GivenAccount":      givenBody{Account: accountOf(), Password: "k7qm-2xva-pw4d-zzt3"},
		"CrewHolds":         dispatch.CrewHolds{Orders: []string{"26-1234"}, ShiftUntil: &later, Logins: []string{"АВР-1"}, Posts: []string{"АВР-1"}, People: []string{"Иванов И. И."}},
		"Contract":          dispatch.ContractRow{ID: 4, Version: 2, Organisation: &owner, HouseID: &house, Address: "ул. Мира, 10", Houses: 1, Service: owner, From: "2026-01-01", To: "2026-12-31", Document: "№ 7 от 20.12.2025", State: "now"},
		"OrganisationHolds": dispatch.OrganisationHolds{Crews: 1, People: 2, Accounts: 3, Orders: 4, Managed: 5, Answering: dispatch.Answering{Houses: 6, ByDefault: 7, Open: 8}},
		"Answers":           answers(), "Answers-bare": bareAnswers(),
		"NewReport": newReport{Said: said(), Website: ""}, "NewRequest": newRequest{Said: said(), Channel: dispatch.Telephone, ReceivedAt: &noon, DamagedAt: &noon, Join: &main_},
	}
}

func service() dispatch.Service {
	return dispatch.Service{ID: 1, Name: "Служба 05", Phone: "05", ByDefault: true}
}

func clock() dispatch.ClockRow {
	return dispatch.ClockRow{ID: 501, Kind: norms.Localise, Round: 1, Clause: "ПП 416, п. 13", Edition: "2023-09-01", Verified: true,
		StartedAt: noon, DueAt: later, MetAt: &later, Void: true, OrderID: &order, PausedAt: &noon, Level: 2}
}

func orderRow() dispatch.OrderRow {
	return dispatch.OrderRow{ID: order, Version: 4, State: dispatch.OrderEnRoute, Since: noon, CrewID: &crew, Crew: "АВР-1", Organisation: &owner, ByVoice: true, PlannedAt: &later}
}

func row() dispatch.RequestRow {
	return dispatch.RequestRow{ID: 1234, Number: "26-1234", Version: 9, State: dispatch.InWork, Severity: 1, Problem: "flood-from-above", Category: "cold_water",
		HouseID: &house, Address: "ул. Мира, 10", AddressText: "мира 10 за аптекой", Point: &point, Placed: "approximate", RadiusMeters: 120, RegisteredAt: noon,
		Channel: dispatch.Telephone, MainID: &main_, Joined: 2, Organisation: &owner, Service: service(), Parked: true, Returned: 1,
		PlannedAt: &later, DoneAt: &later, Clocks: []dispatch.ClockRow{clock()}, Orders: []dispatch.OrderRow{orderRow()}}
}

func bareRow() dispatch.RequestRow {
	return dispatch.RequestRow{ID: 1235, Number: "26-1235", Version: 1, State: dispatch.Registered, Severity: 4, Problem: "tap-leak", Category: "cold_water",
		Placed: "none", RegisteredAt: noon, Channel: dispatch.Telephone, Service: dispatch.Service{ByDefault: true},
		Clocks: []dispatch.ClockRow{{ID: 502, Kind: norms.Inform, StartedAt: noon, DueAt: later}}, Orders: []dispatch.OrderRow{{ID: 78, Version: 1, State: dispatch.OrderReserved, Since: noon}}}
}

func orderCard() dispatch.OrderCard {
	return dispatch.OrderCard{OrderRow: orderRow(), RequestID: 1234, Number: "26-1234", HandedTo: "Сидоров", HandedPhone: "+7 000 000-00-01", TheirNumber: "В-17",
		Note: "перекрыт стояк", Reason: "нужны материалы", Times: map[dispatch.OrderState]time.Time{dispatch.OrderSent: noon, dispatch.OrderEnRoute: later},
		May: []dispatch.OrderState{dispatch.OrderOnSite, dispatch.OrderRefused}}
}

func card() dispatch.RequestCard {
	return dispatch.RequestCard{RequestRow: row(), Entrance: "2", Floor: "3", Flat: "47", Text: "хлещет из стены", CallerName: "Иванова", Phone: "+7 917 000-11-22",
		ReceivedAt: noon, DamagedAt: noon, Disposition: "fixed", ParkedFor: "address_burst", Link: "/r/abcdefghijklmnopqrstuvwxyz", House: &facts, HousePin: &dispatch.HousePin{By: "Иванова И. И.", At: noon}, Districts: districts,
		May: []string{"closed", "released"}, OrderCards: []dispatch.OrderCard{orderCard()}, JoinedRows: []dispatch.RequestRow{bareRow()},
		Photos: []dispatch.PhotoRow{{ID: 5, OrderID: &order, At: noon, By: dispatch.Resident, Note: "стена"}, {ID: 6, At: noon, By: dispatch.CrewMember}},
		Journal: []dispatch.JournalEntry{{Seq: 2, At: noon, DeviceAt: &later, Actor: "Бригада АВР-1", Role: dispatch.CrewMember, Kind: "order", From: "sent", To: "en_route",
			OrderID: &order, TextRu: "Бригада выехала", TextEn: "The crew set off", Reason: "по рации"},
			{Seq: 3, At: noon, Role: dispatch.System, Kind: "escalation"}}}
}

func bareCard() dispatch.RequestCard {
	return dispatch.RequestCard{RequestRow: bareRow(), ReceivedAt: noon, DamagedAt: noon, Link: "/r/abcdefghijklmnopqrstuvwxyz", May: []string{},
		OrderCards: []dispatch.OrderCard{}, JoinedRows: []dispatch.RequestRow{}, Districts: []dispatch.DistrictName{}, Photos: []dispatch.PhotoRow{}, Journal: []dispatch.JournalEntry{}}
}

func crewRow() dispatch.CrewRow {
	return dispatch.CrewRow{ID: crew, Version: 6, Name: "АВР-1", Organisation: owner, Skills: []string{"plumbing", "heating"}, People: 4, Phone: "+7 000 005-50-01",
		Tablet: true, OnShift: true, ShiftUntil: &later, Point: &point, PointAt: &noon, HeardAt: &noon, WaitsSince: &noon, Load: dispatch.CrewLoad{State: "busy", Orders: 1, Reserved: 2}}
}

func bareCrewRow() dispatch.CrewRow {
	return dispatch.CrewRow{ID: 4, Version: 1, Name: "Газ 104", Organisation: dispatch.Party{ID: 18, Name: "Газовая служба"}, Skills: []string{}, People: 3, Load: dispatch.CrewLoad{State: "free"}}
}

func escalation() dispatch.EscalationRow {
	by := "Светлана Старшова"
	return dispatch.EscalationRow{ID: 31, RequestID: 1234, ClockID: 501, Number: "26-1234", Address: "ул. Мира, 10", ClockKind: norms.Localise, Clause: "ПП 416, п. 13",
		DueAt: noon, Level: 2, Role: dispatch.Senior, At: later, Passed: true, AcknowledgedBy: &by, AcknowledgedAt: &later, Lapsed: 1, MayAck: []dispatch.Role{dispatch.Senior, dispatch.ChiefEngineer, dispatch.Committee}}
}

func bareEscalation() dispatch.EscalationRow {
	return dispatch.EscalationRow{ID: 32, RequestID: 1234, ClockID: 502, Number: "26-1234", ClockKind: norms.OwnTerm, DueAt: noon, Level: 1, Role: dispatch.Foreman, At: later, MayAck: []dispatch.Role{}}
}

func crewBoard() dispatch.CrewBoard {
	mine := crewRow()
	return dispatch.CrewBoard{Crew: &mine, Orders: []dispatch.CrewOrder{{OrderCard: orderCard(), Radius: 120, Problem: "flood-from-above", Category: "cold_water", Severity: 1,
		Address: "ул. Мира, 10", Point: &point, Placed: "register", Entrance: "2", Floor: "3", Flat: "47", Text: "хлещет из стены", CallerName: "Иванова",
		Phone: "+7 917 000-11-22", Registered: noon, Clocks: []dispatch.ClockRow{clock()}, House: &facts}}}
}

func goneFromCrew() dispatch.CrewBoard {
	bare := dispatch.OrderCard{OrderRow: dispatch.OrderRow{ID: order, Version: 5, State: dispatch.OrderRecalled, Since: later, Crew: "АВР-1"}, RequestID: 1234,
		Number: "26-1234", Times: map[dispatch.OrderState]time.Time{}, May: []dispatch.OrderState{}}
	return dispatch.CrewBoard{Orders: []dispatch.CrewOrder{{OrderCard: bare, Problem: "flood-from-above", Category: "cold_water", Severity: 1, Placed: "none",
		Registered: noon, Clocks: []dispatch.ClockRow{}, Gone: true}}}
}

func linkState() dispatch.LinkState {
	return dispatch.LinkState{City: "omsk", Number: "26-1234", State: dispatch.Done, Version: 9, Address: "ул. Мира, 10", Problem: "flood-from-above",
		Category: "cold_water", RegisteredAt: noon, PlannedAt: &later, InformDueAt: &later, DoneAt: &later, Photos: 1, CanReturn: true, CanConfirm: true,
		ReturnUntil: &later, Updates: []dispatch.LinkUpdate{{At: noon, Kind: "registered", TextRu: "Обращение принято", TextEn: "Registered"}}}
}

func orderRoute() dispatch.OrderRoute {
	meters, minutes, house := 1250.5, 4, orb.Point{73.379, 54.992}
	return dispatch.OrderRoute{OrderID: order, At: noon, From: &point, FromAt: &noon, To: &house, Meters: &meters, Minutes: &minutes, By: dispatch.ByRoads, Rough: true,
		MethodRu: "по дорогам 1,3 км", MethodEn: "by road 1.3 km", Line: []orb.Point{point, house}, Credit: "© участники OpenStreetMap",
		Steps: []dispatch.RouteStep{{Turn: "left", Meters: 300, Ru: "Налево на ул. Минаева, 300 м", En: "Left, улица Минаева, 300 m"}}}
}

func recommendation() dispatch.Recommendation {
	meters, minutes := 1250.5, 4
	free := dispatch.Because{Code: "free", Ru: "свободна", En: "free"}
	return dispatch.Recommendation{
		Chosen:    []dispatch.Choice{{Crew: crewRow(), Meters: &meters, Minutes: &minutes, Rough: true, MethodRu: "через мост «Старый» 1,3 км (без карты дорог)", MethodEn: "over the bridge “Старый” 1.3 km (without a road map)", Reasons: []dispatch.Because{free}}},
		NotChosen: []dispatch.Choice{{Crew: bareCrewRow(), Reasons: []dispatch.Because{}}},
		Missing:   []dispatch.Because{{Code: "no_point", Ru: "Место заявки неизвестно", En: "The place is unknown"}},
		Credit:    "© участники OpenStreetMap",
	}
}

func refusal() Problem {
	return Problem{Type: "about:blank", Title: "Заявку уже изменили", Status: 409, Detail: "Посмотрите и повторите", Code: "stale_version",
		Errors:  []FieldError{{Field: "version", Code: "stale", Message: "устарела"}},
		Current: map[string]any{"by": "Светлана Старшова", "at": noon}}
}

func orderRefusal() Problem {
	return Problem{Type: "about:blank", Title: "Наряд изменился", Status: 409, Code: "stale_version", Current: map[string]any{"state": dispatch.OrderDone, "version": 9}}
}

func city() cityCard {
	return cityCard{City: dispatch.City{ID: "omsk", Name: "Омск", Zone: "Asia/Omsk", Demo: true, Phone: "05", Centre: point,
		Bounds: [4]float64{73.1, 54.8, 73.6, 55.1}, ReturnHours: 72, MapCredit: "© участники OpenStreetMap",
		Basemap: &basemap.Mount{Kind: basemap.Archive, Format: basemap.Protomaps, MinZoom: 4, MaxZoom: 15, Credit: "Protomaps", Version: "abcdefgh"}}, PhotoMaxBytes: 10 << 20}
}

func me() meBody {
	return meBody{AccountID: 7, Name: "Бригада АВР-1", Login: "avr1", Role: dispatch.CrewMember, City: city(), Organisation: &owner, CrewID: &crew,
		May: []dispatch.Permission{dispatch.MayWatch, dispatch.MayRegister, dispatch.MayInform, dispatch.MayDispatch, dispatch.MayClose, dispatch.MayWork,
			dispatch.MayAcknowledge, dispatch.MayRoster, dispatch.MayTrain, dispatch.MayAdminister}}
}

func classifier() classifierBody {
	return classifierBody{Categories: []categoryRow{{Code: "cold_water", TitleRu: "Холодная вода", TitleEn: "Cold water", Color: "blue", Icon: "droplet"}},
		Problems: []problemRow{{Code: "flood-from-above", Category: "cold_water", TitleRu: "Топит сверху", TitleEn: "Flood from above", Places: []norms.Place{norms.Flat},
			Severity: 1, Skill: norms.Plumbing, CrewSize: 2, Side: norms.Organisation, Questions: []norms.Text{{Ru: "Вода горячая?", En: "Is the water hot?"}},
			ScriptRu: "Отключите свет", ScriptEn: "Switch off the light", Synonyms: []string{"льёт с потолка"}}}}
}

func addresses() addressBody {
	return addressBody{Answer: &house, Confidence: 0.97, Parsed: parsedParts{Entrance: "2", Floor: "3", Flat: "47"},
		Candidates: []candidateRow{{HouseID: &house, Address: "ул. Мира, 10", Settlement: "пос. Мирный", Point: &point, Placed: register.PrecisionApproximate, Radius: 120, Confidence: 0.97,
			Why: "так выбирали раньше", WhyCode: register.WhyChosenBefore}}}
}

func street() addressBody {
	return addressBody{Confidence: 0.4, Reason: "Назовите номер дома", ReasonCode: register.ReasonNoNumber,
		Candidates: []candidateRow{{Address: "ул. Мира", Placed: register.PrecisionNone, Confidence: 0.4}}}
}

func reading() register.Reading {
	part := func(start int, text string) register.SpanReading {
		return register.SpanReading{Text: text, Start: start, End: start + utf8.RuneCountInString(text)}
	}
	of := func(number string, span register.SpanReading, effect register.Effect, confidence float64) register.HouseReading {
		return register.HouseReading{HouseID: house, IDs: []string{"9f4fe054"}, Address: "ул. Мира, " + number, Street: "ул. Мира", Number: number, Point: &point,
			Effect: effect, Confidence: confidence, Span: span}
	}
	bare := register.HouseReading{IDs: []string{"9f4fe055"}, Address: "ул. Мира, 12", Street: "ул. Мира", Number: "12", Confidence: 0.6, Span: part(38, "12")}
	return register.Reading{Kind: register.CommentOutage, ReadAs: "Мира 8 порыв д=100 замена без ХВС Мира 10, 12, 14, Садовая, от Лесной, школа 5",
		Utilities: []register.UtilityReading{{Name: "ХВС", Effect: register.EffectCut}}, DiametersMM: []int{100}, Cause: "порыв", Works: "замена",
		Site: []register.HouseReading{of("8", part(5, "8"), "", 1)}, Houses: []register.HouseReading{of("10", part(39, "10"), register.EffectCut, 0.97), bare},
		Areas:        []register.AreaReading{{Name: "ул. Садовая", Houses: 40, Side: register.SideEven, Span: part(51, "Садовая")}, {Name: "ул. Лесная", Houses: 7, Limit: true, Span: part(63, "Лесной")}},
		Institutions: []register.SpanReading{part(71, "школа 5")},
		Unresolved:   []register.MissedReading{{Span: part(47, "14"), Street: "ул. Мира", Reason: register.ReasonNoSuchHouse}, {Span: part(0, "Мира"), Reason: register.ReasonUnknownStreet}}}
}

func said() Said {
	return Said{Place: Place{HouseID: &house, AddressText: "мира 10", Point: &point, Entrance: "2", Floor: "3", Flat: "47"}, Problem: "flood-from-above",
		Text: "хлещет из стены", Phone: "+7 917 000-11-22", CallerName: "Иванова"}
}

func notice() dispatch.NoticeRow {
	return dispatch.NoticeRow{ID: 31, Kind: dispatch.DoneNotice, At: noon, To: "Заявитель", Text: "По заявке 26-1234 (ул. Мира, 10) работы выполнены.", State: dispatch.NoticeSent, EndedAt: &later, MayAck: true,
		Attempts: []dispatch.AttemptRow{{Means: dispatch.BySMS, State: dispatch.AttemptFailed, At: noon, Towards: "+7…01", WhyRu: "не доставлено", WhyEn: "not delivered"}}}
}

func accountOf() accountRow {
	return accountRow{ID: 5, Version: 3, Login: "avr1", Name: "АВР-1", Role: dispatch.CrewMember, OrganisationID: &house, Organisation: "Городская аварийная", CrewID: &crew, Disabled: true, Temporary: true}
}

func person() dispatch.PersonRow {
	return dispatch.PersonRow{ID: 51, Version: 3, Name: "Иванов И. И.", OrganisationID: 12, Role: dispatch.CrewMember, CrewID: &crew, Phone: "+7 000 005-60-01", Email: "ivanov@example.ru",
		Telegram: "123456789", AccountID: &order, Channels: []string{"telegram", "phone", "email"}, RetiredAt: &later}
}

func onDuty() dispatch.OnDutyRow {
	id, at := int64(51), int64(61)
	return dispatch.OnDutyRow{PersonID: &id, AccountID: &order, Name: "Иванов И. И.", Phone: "+7 000 005-60-01", Channels: []string{"phone"}, PostID: &at, Until: &later}
}

func post() dispatch.PostRow {
	area := orb.MultiPolygon{{{{73.3, 54.9}, {73.5, 54.9}, {73.5, 55.1}, {73.3, 54.9}}}}
	return dispatch.PostRow{ID: 61, Version: 5, Name: "АВР-1", Role: dispatch.CrewMember, OrganisationID: &owner.ID, CrewID: &crew, Territory: geojson.NewGeometry(area), SupervisorID: &order,
		OnCall: true, Days: roster.WorkingDays, Window: "08:00-20:00", Planned: true, Now: []dispatch.OnDutyRow{onDuty()},
		Rotations: []dispatch.RotationRow{{Days: roster.WorkingDays, First: "2026-11-01", Last: "2026-12-31", HandOver: "08:00", Hours: 12, Daily: true, Turns: [][]int64{{51, 53}, {52}}}},
		Overrides: []dispatch.OverrideRow{{ID: 71, From: noon, To: later, PersonID: &house, InsteadID: &crew, Why: "болен", By: "Светлана Старшова", At: noon}}}
}

func finding() dispatch.FindingRow {
	id := int64(51)
	return dispatch.FindingRow{Fault: roster.Unreachable, PostID: 61, Post: "АВР-1", PersonID: &id, Person: "Иванов И. И.", From: noon, To: later,
		TextRu: "АВР-1, Иванов И. И.: нет ни телефона, ни почты, ни Telegram", TextEn: "АВР-1, Иванов И. И.: no telephone, e-mail or Telegram"}
}

func answers() dispatch.Answers {
	return dispatch.Answers{At: noon, HouseID: house, Address: "ул. Мира, 10", Problem: "flood-from-above", ProblemRu: "Топит сверху", ProblemEn: "Flood from above", Skill: norms.Plumbing,
		Organisation: &owner, Service: service(), Side: norms.Organisation, SideParties: []dispatch.Party{owner},
		Crews:   []dispatch.CrewDuty{{CrewID: crew, Name: "АВР-1", Phone: "+7 000 005-50-01", Organisation: owner, Posts: []string{"АВР-1"}, People: []dispatch.OnDutyRow{onDuty()}, Instead: []dispatch.OnDutyRow{onDuty()}}},
		Term:    &dispatch.Term{Kind: norms.Localise, Clause: "ПП 416, п. 13", DueAt: later},
		Policy:  dispatch.LadderName{Code: "life-at-stake", TitleRu: "Угроза жизни", TitleEn: "Life at stake", AckMinutes: 5},
		Ladder:  []dispatch.LadderStep{{Level: 1, Role: dispatch.Foreman, TitleRu: "Мастер бригады", TitleEn: "Crew's foreman", AfterMinutes: 10, Organisation: &owner, TellAt: &later, Passed: true, People: []dispatch.OnDutyRow{onDuty()}}},
		Missing: []dispatch.Because{{Code: "level_empty", Ru: "Мастер бригады: никого", En: "Crew's foreman: nobody"}}}
}

func bareAnswers() dispatch.Answers {
	return dispatch.Answers{At: noon, HouseID: house, Address: "ул. Мира, 10", Problem: "flood-from-above", ProblemRu: "Топит сверху", ProblemEn: "Flood from above", Skill: norms.Plumbing,
		Service: dispatch.Service{ByDefault: true}, Side: norms.City, SideParties: []dispatch.Party{}, Crews: []dispatch.CrewDuty{},
		Ladder: []dispatch.LadderStep{{Role: dispatch.Foreman, TitleRu: "Мастер бригады", TitleEn: "Crew's foreman", People: []dispatch.OnDutyRow{}}}, Missing: []dispatch.Because{}}
}
