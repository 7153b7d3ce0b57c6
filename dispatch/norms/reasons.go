package norms

// because is a reason by its code, in Russian and in English. A sentence names its values in order, or by number
// where a language says fewer of them or otherwise.
func because(code, ru, en string) Reason { return Reason{code, Text{ru, en}} }

// Of rows of any kind.
var (
	badCode       = because("bad_code", "код пишется латинскими словами через дефис", "code is not latin words joined by hyphens")
	standsTwice   = because("stands_twice", "записано дважды", "stands twice")
	noTitle       = because("no_title", "название нужно на двух языках", "title lacks Russian or English")
	noSource      = because("no_source", "не указан источник", "has no source")
	badSeverities = because("bad_severities", "тяжесть бывает от 1 до 4", "severities %v are not within 1..4")
	unknownStatus = because("unknown_status", "неизвестная отметка о сверке: %s", "status %q is unknown")
)

// Of norms.
var (
	emptyAct         = because("empty_act", "не указан акт", "act is empty")
	emptyClause      = because("empty_clause", "не указан пункт", "clause is empty")
	emptyEdition     = because("empty_edition", "не указана редакция", "edition is empty")
	badFirstDay      = because("bad_first_day", "не указан день, с которого норма действует", "valid_from %q is not a date")
	badLastDay       = because("bad_last_day", "день, по который норма действует, — не дата", "valid_to %q is not a date")
	endsBeforeItself = because("ends_before_it_begins", "норма кончается (%s) раньше, чем начинает действовать (%s)", "ends on %s before it begins on %s")
	unknownKind      = because("unknown_kind", "неизвестный вид срока: %s", "kind %q is unknown")
	unknownStart     = because("unknown_start", "неизвестно, с чего считать срок: %s", "start event %q is unknown")
	unknownCondition = because("unknown_condition", "неизвестное условие: %s", "condition %q is unknown")
	unknownUnit      = because("unknown_unit", "неизвестная единица срока: %s", "unit %q is unknown")
	needlessAmount   = because("needless_amount", "у такого срока нет числа", "%s has no amount")
	badAmount        = because("bad_amount", "срок %d — не от 1 до %d", "amount %d is not within 1..%d")
	needlessWindow   = because("needless_window", "часы дня бывают только у сроков в минутах и часах", "a window needs minutes or hours")
)

// Of faults.
var (
	badQuestions       = because("bad_questions", "вопросов заявителю: %d, а нужно от одного до четырёх", "has %d questions, not one to four")
	halfQuestion       = because("half_question", "вопрос заявителю нужен на двух языках", "a question lacks Russian or English")
	noWords            = because("no_words", "не сказано, как это называют жители: по этим словам её ищут", "has no search words")
	lifeRiskMild       = because("life_risk_mild", "опасна для жизни, поэтому тяжесть — 1, а не %d", "is a risk to life, but its severity is %d")
	lifeRiskSilent     = because("life_risk_silent", "опасна для жизни, поэтому нужны слова, которые говорят сразу", "is a risk to life, but has no safety script")
	halfScript         = because("half_script", "слова, которые говорят сразу, нужны на двух языках и с источником", "its script lacks a language or its source")
	unknownCategory    = because("unknown_category", "такой системы дома нет: %s", "category %q is unknown")
	unknownBoundary    = because("unknown_boundary", "такой границы ответственности нет: %s", "boundary %q is unknown")
	unknownPlaces      = because("unknown_places", "не указано место, или такого места нет", "places %v are not among %v")
	badSeverity        = because("bad_severity", "тяжесть %d — не от 1 до 4", "severity %d is not within 1..4")
	unknownSide        = because("unknown_side", "такой ответственной стороны нет: %s", "responsible side %q is unknown")
	crewWithoutSkill   = because("crew_without_skill", "без специальности никто не едет: людей — 0, тяжесть — 3 или 4", "needs no skill, but a crew of %d, or is of severity %d")
	unknownSkill       = because("unknown_skill", "такой специальности нет: %s", "skill %q is unknown")
	badCrewSize        = because("bad_crew_size", "людей в бригаде: %d, а бывает от 1 до 6", "crew size %d is not within 1..6")
	unknownRecipient   = because("unknown_recipient", "такой службы нет: %s", "is handed to %q, which is unknown")
	tellsNobody        = because("tells_nobody", "есть срок «известить службу», но не названо какую", "starts a term of telling a service, but names none")
	tellsWithoutTerm   = because("tells_without_term", "передаётся службе, но среди норм нет срока «известить службу»", "is handed to %v, but no norm of kind notify runs")
	noNorm             = because("no_norm", "не выбрана ни одна норма", "starts no norm")
	unknownNorm        = because("unknown_norm", "такой нормы нет: %s", "norm %q is not in the book")
	normsOfOneKind     = because("norms_of_one_kind", "%[2]s и %[4]s задают один и тот же срок: оставьте одну из них", "norms %[1]q and %[3]q are both of kind %[5]s")
	normOfAnotherThing = because("norm_of_another_category", "%[2]s — не об этой системе дома", "norm %[1]q does not bind %[3]s")
	normIsNoClock      = because("norm_is_no_clock", "%[2]s не задаёт срока заявки", "norm %[1]q is no clock of a fault")
)

// Of ladders.
var (
	unknownOrganisation = because("unknown_organisation", "такой организации нет: %d", "organisation %d is none")
	badAckMinutes       = because("bad_ack_minutes", "принявший держит лестницу %d мин, а можно от 1 до %d", "an acknowledgement of %d minutes is not within 1..%d")
	unknownProblem      = because("unknown_problem", "такой неисправности нет: %s", "problem %q is unknown")
	noLevel             = because("no_level", "нет ни одной ступени", "has no level")
	levelOfNobody       = because("level_of_nobody", "ступень %d: не указано, кому сообщать", "level %d lacks a role or a title")
	levelTooEarly       = because("level_too_early", "ступень %d: минуты считаются после срока и не бывают меньше нуля", "level %d comes before the term is over")
	levelNotLater       = because("level_not_later", "ступень %[1]d (через %[3]d мин) наступает не позже предыдущей (через %[4]d мин)",
		"level %[1]d (%[2]q, +%[3]d min) is not later than the one before (+%[4]d min)")
	noPlainLadder = because("no_plain_ladder", "не остаётся лестницы для всех организаций и неисправностей", "none of them binds every organisation and problem")
)

// Of limits of states.
var (
	badState         = because("bad_state", "такого состояния нет: %s", "state %q is not latin words joined by underscores")
	unknownSince     = because("unknown_since", "неизвестно, с какого момента считать: %s", "moment %q is unknown")
	warnsTooEarly    = because("warns_too_early", "предупреждение не бывает раньше нуля секунд", "warns before its moment")
	alertNotAfter    = because("alert_not_after_warning", "тревога (%d с) должна быть позже предупреждения (%d с) и в пределах недели", "alert of %d s is not after the warning of %d s and within a week")
	noHoliday        = because("no_holiday", "нет ни одного праздника", "has no holiday")
	movedWorkday     = because("moved_workday", "%s переносится, но это не выходной", "%s is moved, but is no weekend")
	movedOntoFree    = because("moved_onto_free_day", "%s — и так выходной: перенести на него %s нельзя", "%s is free already and cannot take the day of %s")
	dayOfAnotherYear = because("day_of_another_year", "%s — не день этого года", "%q is no day of the year")
	shortenedHoliday = because("shortened_holiday", "%s — праздник и не бывает сокращённым", "%s is a holiday and cannot be shortened")
)

// Of readings.
var unknownReading = because("unknown_reading", "такого толкования нет: «%s»", "%q is not among the readings of this point")

// Of channels.
var (
	badChannelsCode    = because("bad_channels_code", "каналы у города одни: «city», а не «%s»", "code %q is not \"city\"")
	cannotBeOff        = because("cannot_be_off", "отключить можно только то, что отправляет сообщения", "%v are not all means that can be switched off")
	badQuietHours      = because("bad_quiet_hours", "тихие часы пишутся так: 22:00-08:00", "quiet hours are not written as 22:00-08:00")
	unknownAudience    = because("unknown_audience", "неизвестно, кому сообщать: %s", "audience %q is unknown")
	ordersContradict   = because("orders_contradict", "два порядка для одной и той же тяжести", "two orders for %q and the same severity")
	noOrderForAll      = because("no_order_for_all", "не остаётся порядка для любой тяжести", "none for %q binds any severity")
	noMeans            = because("no_means", "не выбран ни один канал", "has no means")
	cannotReach        = because("cannot_reach", "этим каналом им не сообщить: %s", "%q cannot reach them")
	meansTwice         = because("means_twice", "канал стоит дважды: %s", "%q stands twice")
	residentsAnswerNot = because("residents_do_not_answer", "житель на сообщение не отвечает: ждать нечего", "nobody answers a notice to a resident")
	ownScreenFirst     = because("own_screen_first", "первым всегда идёт свой экран", "the own screen (%s) comes first")
	badAckSeconds      = because("bad_ack_seconds", "ответа ждут %d с, а можно от %d до %d", "an answer is waited for %d s, not %d..%d")
)
