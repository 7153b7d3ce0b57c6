package register

import "strings"

// This file is the only place that knows the words of dispatchers' comments; the
// words of addresses are in vocabulary.go. A form that ends in * is a beginning.

// wordClass is what a word means between and behind house numbers.
type wordClass uint8

const (
	classNone        wordClass = iota
	classWork                  // damage, works, people: no street, ends a list of numbers
	classPass                  // may stand inside a list and means nothing
	classInstitution           // may stand inside a list; a number behind it is its own
	classGroup                 // the number before it counts or numbers something else: 30 ч/д, 5 эт.
	classQuarter               // a whole list of numbers behind it is its own: квартала 10, 11, 13
	classEven
	classOdd
)

var commentWords = map[wordClass]string{
	classWork: "утеч* порыв* прорыв* порва* поврежд* повредил* авари* скрыт* ремонт* рем замен* врезк* переврез* перекладк* переклад* монтаж* демонтаж* " +
		"установк* санаци* подготовк* промывк* опрессовк* испытан* определ* проведен* работ* раб закрыт* закры* закр откл* отключ* " +
		"колодц* кол-ц* к-ц* камер* канал* подвал* водовод* водопровод* трубопровод* труб* тр-д* труб-д* в-д* задвиж* зад-к* з-к* затвор* вентил* " +
		"узл* ввод* гидрант* пк вставк* муфт* сальник* насос* участ* уч сет* в/с в/сети п/з в/к к/т к/тон* в/кол-ца п/э ком/тон* " +
		"земл* земли лотк* тех техн техническ* план планов* плану письму заявк* заявлен* абонент* программ* организац* подрядн* потребител* " +
		"давлен* давл пониж* параметр* парам-р* температур* хвс гвс цо хс водоснабж* отоплен* вода воды воду водой ук тсж жэу сн кс т+ плюс пао ооо " +
		"служб* бригад* ответ* отв предпр причин* связи ежедневно время врем временн* списк* согласно внутридом* инж тепл* сетях сетей " +
		"тран* обратн* подающ* скважин* скваж* квадрат границ* гран нет нов новый* нов-го пайка эл э/э повторн* жител* мм метр* порядке произв* " +
		"обслед* капитальн* капит* строител* свищ* хлыст* щитов* залива* проходн* тепловых наруж* частной линии",
	classPass: "и а также плюс дом дома восточнее западнее севернее южнее торца напротив дд номера номер номерами жилой жилые жилых ж/д ж/дом ж/дома ж/домов частный частные сектор ч/с ч/сектор кор-са д зд здания здание " +
		"админ администр* адм нежил* нежилое нежилой многокв* мкд сторона стороны линия стор половина пол м-н",
	classInstitution: "школа шк школе лицей лицея гимнази* сад детсад садик детск* дет д/с д/сад дс дошкольн* больниц* б-ца б-цы поликлиник* " +
		"дисп диспансер* туб роддом госпитал* медсанч* мсч бсмп травм пункт лаборатор* женс консульт* терапевт* отд отделен* корпуса аптек* стационар " +
		"цтп впу тп рп кнс внс пнс кот котельн* бойлерн* насосн* станция* юннатов водопроводн* резервуар* " +
		"магазин* маг кафе столов* рынок рынк* тц трк трц автомойк* азс гулливер общежит* гостиниц* банк* банн* баня библиотек* музе* театр* собор* церк* мечет* " +
		"училищ* суворов* политех* университет* институт* техникум* колледж* пту вуз промзон* завод* гараж* гск депо итиль религиоз* сооружен* " +
		"реаб центр радоно* трол админис* офис* №",
	classGroup: "эт этаж* этажн* этажн эт-к подъезд* под п-д п-да пд п ч/д ч/дом* ч/домов чд частных частн част частного ж/домов домов школы школ сада садов д/сада д/сады д/садов садика шт штук метров м мм см ква " +
		"мкр мкрн м-н м-ны м-на микрорайон* м/р мкр-н час часов мин чел человек человека домов пг х литров атм аб абон",
	classQuarter: "квартал* кв-л* кв-ла кварталы кв-лы",
	classEven:    "чет четн четная четные четных четной чётн чёт четное четным четными",
	classOdd:     "неч нечет нечетн нечетная нечетные нечетных нечет* неч-*",
}

// institutionAdjectives alone name no institution: "водопроводной сети".
const institutionAdjectives = "водопроводн* детск* дошкольн* насосн* женс терапевт* админис* религиоз* травм гараж"

// lanes are the type of street whose ordinal is often written without it.
const lanes = "пер"

// lots are kinds of places that are no streets: gardens and garages.
const lots = "снт гск тер"

// farVillages are settlements that lie outside when the register lacks them; a
// пос. that it lacks may be a part of the city.
const farVillages = "с село селе дер деревня деревне д рп пгт"

// slashWords are written with a slash and are one word: ч/д, д/с, п/з.
const slashWords = "ч/д ч/дом ч/дома ч/домов ч/с ч/сектор ч/сек ч/домов д/с д/сад д/сада д/сады д/сады п/з в/к в/с в/сети в/сетей в/д к/т к/тон ж/д ж/дом ж/дома ж/домов " +
	"м/р э/э п/э эл/муфты ком/тон кот/н р/центр д/реаб х/в г/в т/с м/н о/п"

// resourceTable names the utilities with the words that mean them.
var resourceTable = []struct{ name, forms string }{
	{"ХВС", "хвс хс хв х/в воды воду вода водоснабжения водоснабжение холодной"},
	{"ГВС", "гвс г/в горячей"},
	{"отопление", "отопления отопление цо тепла теплоснабжения теплоснабжение"},
	{"электроэнергия", "света свет электроэнергии электричества электроснабжения э/э эл-ва"},
	{"газ", "газа газ газоснабжения"},
	{"канализация", "канализации канализация водоотведения"},
}

// Words that open the list of affected houses.
const (
	withoutForms = "без безх бех безз бес бз нет отсутствует отсутствие отсутствуют"
	loweredForms = "пониж понижен понижено пониженном пониженное понижением понижение пониженные пожин пониж-м пон"
	pressForms   = "давл давлении давление давления парам-ры параметры параметрах температура"
	closedForms  = "откл отключены отключено отключена отключение отключили отключен отключить закрыли закрыты закрыто закрыт закр закрытие закрыть перекрыли перекрыто"
)

// causeTable and worksTable give a word of the comment its name in the answer.
var (
	causeTable = []struct{ name, forms string }{
		{"утечка", "утеч*"}, {"порыв", "порыв* порва* прорыв* прорв*"}, {"повреждение", "поврежд* повред*"}, {"авария", "авари*"},
		{"неисправность", "неисправ* села"}, {"нет воды", "нет"},
	}
	worksTable = []struct{ name, forms string }{
		{"переврезка", "переврез*"}, {"врезка", "врезк*"}, {"замена", "замен*"}, {"ремонт", "ремонт* рем"}, {"монтаж", "монтаж*"},
		{"демонтаж", "демонтаж*"}, {"установка", "установк*"}, {"санация", "санаци*"}, {"перекладка", "переклад*"}, {"подготовка", "подготовк*"},
		{"испытания", "испытан*"}, {"промывка", "промывк*"}, {"набивка", "набивк*"}, {"пайка", "пайка пайку"}, {"обследование", "обслед* определ*"}, {"закрытие", "закры* закр"}, {"отключение", "откл*"},
	}
)

// pluralForms own the whole list of numbers behind them: "подъезды 1, 3, 5".
const pluralForms = "подъезды подьезды подъездах подъездов этажи этажах этажей квартиры квартирах кв-ры помещения офисы комнаты"

// countEndings stand behind the digits of a count: "9-ти этажный".
const countEndings = "ти и х ми"

// rangeOpeningForms open a range in words: "с 1 по 4".
const rangeOpeningForms = "с от"

// Words around a time of day: "до 17", "с 9 до 17 часов".
const (
	untilForms = "до по"
	hourForms  = "ч час часа часов утра вечера дня"
	monthForms = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
	timeForms  = "в до после к"
	dayForms   = "на от до с по в"
)

// Words that turn a street into a limit and not a place without water.
const (
	boundForms   = "от до между"
	outlineForms = "границах границе гран границ квадрат квадрате"
	exceptForms  = "кроме искл исключая исключением"
	stayForms    = "водой"
	offStem      = "отключ"
)

// slipLetters stand on the keys of the comma and the dot: "31ю33", "195,ь".
const slipLetters = "ю ь ъ ы"

// conjunctions join numbers and are no letters of a house.
const conjunctions = "и с в к у о по ж"

// buildingForms are further words for строение behind a number.
const buildingForms = "ст"

var (
	classOf, classStems = classesOf()
	slashOf             = setOf(slashWords)
	withoutOf           = setOf(withoutForms)
	loweredOf           = setOf(loweredForms)
	pressOf             = setOf(pressForms)
	closedOf            = setOf(closedForms)
	boundOf             = setOf(boundForms)
	outlineOf           = setOf(outlineForms)
	exceptOf            = setOf(exceptForms)
	stayOf              = setOf(stayForms)
	institutionOf       = setOf(institutionForms)
	slipLetterOf        = setOf(slipLetters)
	conjunctionOf       = setOf(conjunctions)
	buildingOf          = setOf(buildingForms)
	untilOf             = setOf(untilForms)
	pluralOf            = setOf(pluralForms)
	countEndingOf       = setOf(countEndings)
	rangeOpeningOf      = setOf(rangeOpeningForms)
	monthOf             = setOf(monthForms)
	hourOf              = setOf(hourForms)
	timeOf              = setOf(timeForms)
	dayOf               = setOf(dayForms)
	lotOf               = setOf(lots)
	farVillageOf        = setOf(farVillages)
	resourceOf          = resourcesOf()
)

type stem struct {
	text  string
	class wordClass
}

func classesOf() (map[string]wordClass, []stem) {
	exact, stems := map[string]wordClass{}, []stem(nil)
	for class := classWork; class <= classOdd; class++ {
		for _, form := range strings.Fields(commentWords[class]) {
			if begin, isStem := strings.CutSuffix(form, "*"); isStem {
				stems = append(stems, stem{begin, class})
			} else if _, known := exact[form]; !known {
				exact[form] = class
			}
		}
	}
	return exact, stems
}

// class is the meaning of a word, the longest beginning deciding.
func class(word string) wordClass {
	if c, ok := classOf[word]; ok {
		return c
	}
	best := stem{}
	for _, s := range classStems {
		if len(s.text) > len(best.text) && strings.HasPrefix(word, s.text) {
			best = s
		}
	}
	return best.class
}

// spares: "с водой", "вода есть", "не отключать".
func spares(first, second string) bool {
	return first == "с" && stayOf[second] || resourceOf[first] != "" && second == "есть" || first == "не" && strings.HasPrefix(second, offStem)
}

func resourcesOf() map[string]string {
	names := map[string]string{}
	for _, r := range resourceTable {
		for _, form := range strings.Fields(r.forms) {
			names[form] = r.name
		}
	}
	return names
}

// formMatches reports whether a word is one of some forms, beginnings included.
func formMatches(word, forms string) bool {
	for _, form := range strings.Fields(forms) {
		if begin, isStem := strings.CutSuffix(form, "*"); word == form || isStem && strings.HasPrefix(word, begin) {
			return true
		}
	}
	return false
}
