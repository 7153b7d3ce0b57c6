package norms

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// lawOfTerms lists the terms as the law and the service give them, apart from the table that the program reads:
// "code = status kind start amount unit, window, condition, what it binds @ first day..last day" for each edition. A row lost, added or
// changed in data/norms.csv without its line here fails.
const lawOfTerms = `
416-13-answer = verified answer ring 5 minutes on telephone @ 2019-03-01..2026-08-31
416-13-answer = verified answer ring 5 minutes on telephone @ 2026-09-01..
416-13-callback = verified answer missed_call 10 minutes on missed_call @ 2019-03-01..2026-08-31
416-13-callback = verified answer missed_call 10 minutes on missed_call @ 2026-09-01..
416-13-review = verified answer arrival 10 minutes on message @ 2019-03-01..2026-08-31
416-13-review = verified answer arrival 10 minutes on message @ 2026-09-01..
416-13-inform = verified inform registration 30 minutes on telephone message walk_in @ 2019-03-01..2026-08-31
416-13-inform = verified inform registration 30 minutes on telephone message walk_in @ 2026-09-01..
416-13-localise = verified localise registration 30 minutes on cold_water hot_water heating sewer electricity @ 2019-03-01..2026-08-31
416-13-localise = verified localise registration 30 minutes on cold_water hot_water heating sewer electricity @ 2026-09-01..
416-13-sewer = verified clear registration 2 hours on sewer @ 2019-03-01..2026-08-31
416-13-sewer = verified clear registration 2 hours on sewer @ 2026-09-01..
416-13-chute = verified clear registration 2 hours within 08:00-23:00 on waste_chute @ 2019-03-01..2026-08-31
416-13-chute = verified clear registration 2 hours within 08:00-23:00 on waste_chute @ 2026-09-01..
416-13-eliminate = verified eliminate damage 3 days on cold_water hot_water heating sewer electricity @ 2019-03-01..2026-08-31
416-13-eliminate = verified eliminate damage 3 days on cold_water hot_water heating sewer electricity @ 2026-09-01..
416-13-minor = unverified own_term registration 0 agreed @ 2019-03-01..
416-10-round-the-clock = verified duty always 0 round_the_clock @ 2019-03-01..
416-10-control = verified duty always 1 days @ 2019-03-01..
416-14-notify = unverified notify signal 0 immediately @ 2019-03-01..
416-17-tell-number = unverified announce registration 0 immediately @ 2019-03-01..
416-recording = verified duty always 0 round_the_clock @ 2019-03-01..
416-36-appeal = verified reply appeal 10 working_days on charges advice order cleaning waste @ 2019-03-01..
416-34-act-copy = verified reply appeal 3 working_days on advice @ 2019-03-01..
416-34-damage-act-copy = unverified reply appeal 3 working_days on charges advice @ 2019-03-01..
416-34-other = unverified reply appeal 1 working_days on charges advice @ 2019-03-01..
416-37-keep = unverified keep appeal 3 years @ 2019-03-01..
491-40-services = verified reply appeal 5 working_days on charges advice @ 2019-03-01..
491-inspection = verified duty damage 1 days @ 2019-03-01..
59fz-register = unverified reply appeal 3 days @ 2006-11-02..
59fz-answer = unverified reply appeal 30 days @ 2006-11-02..
354-31-charge-check = verified reply appeal 0 immediately @ 2025-12-19..2027-12-31
354-31-meter-check = verified reply appeal 10 days on charges @ 2025-12-19..2027-12-31
354-155-claim = unverified reply appeal 30 days on charges @ 2025-12-19..2027-12-31
354-104-announce = verified announce detection 24 hours on cold_water hot_water heating sewer electricity gas @ 2025-12-19..2027-12-31
354-106-tell-number = verified announce registration 0 immediately @ 2025-12-19..2027-12-31
354-107-tell-cause = unverified announce registration 0 immediately @ 2025-12-19..2027-12-31
354-108-check = verified check registration 2 hours on cold_water hot_water heating sewer electricity gas @ 2025-12-19..2027-12-31
354-108-agree-anew = verified announce signal 0 immediately @ 2025-12-19..2027-12-31
354-108-supplier = unverified notify signal 0 immediately on cold_water hot_water heating sewer electricity gas @ 2025-12-19..2027-12-31
354-110-witnesses = verified duty always 2 people @ 2025-12-19..2027-12-31
354-152-damage-act = unverified check registration 12 hours @ 2025-12-19..2027-12-31
354-1-cold-water = verified restore interruption 4 hours on cold_water @ 2025-12-19..2027-12-31
354-1-cold-water-month = verified restore month 8 hours on cold_water @ 2025-12-19..2027-12-31
354-4-hot-water = verified restore interruption 4 hours on hot_water @ 2025-12-19..2027-12-31
354-4-hot-water-dead-end = verified restore interruption 24 hours if dead_end on hot_water @ 2025-12-19..2027-12-31
354-4-hot-water-annual = verified restore interruption 14 days if annual_maintenance on hot_water @ 2025-12-19..2027-12-31
354-4-hot-water-month = verified restore month 8 hours on hot_water @ 2025-12-19..2027-12-31
354-8-sewer = verified restore interruption 4 hours on sewer @ 2025-12-19..2027-12-31
354-8-sewer-month = verified restore month 8 hours on sewer @ 2025-12-19..2027-12-31
354-9-electricity = verified restore interruption 2 hours on electricity @ 2025-12-19..2027-12-31
354-9-electricity-one-source = verified restore interruption 24 hours if one_source on electricity @ 2025-12-19..2027-12-31
354-9-electricity-protection = unverified restore interruption 0 immediately on electricity @ 2025-12-19..2027-12-31
354-11-gas = verified restore interruption 4 hours on gas @ 2025-12-19..2027-12-31
354-11-gas-month = verified restore month 4 hours on gas @ 2025-12-19..2027-12-31
354-14-heating = verified restore interruption 16 hours on heating @ 2025-12-19..2027-12-31
354-14-heating-10-12 = verified restore interruption 8 hours if room_10_12 on heating @ 2025-12-19..2027-12-31
354-14-heating-8-10 = verified restore interruption 4 hours if room_8_10 on heating @ 2025-12-19..2027-12-31
354-14-heating-month = verified restore month 24 hours on heating @ 2025-12-19..2027-12-31
354-17-waste = verified restore interruption 24 hours on waste @ 2025-12-19..2027-12-31
354-17-waste-cold = verified restore interruption 48 hours if daily_mean_up_to_5 on waste @ 2025-12-19..2027-12-31
354-17-waste-month = unverified restore month 72 hours on waste @ 2025-12-19..2027-12-31
sanpin-waste-warm = verified duty always 1 days on waste @ 2021-03-01..
sanpin-waste-cold = verified duty always 3 days on waste @ 2021-03-01..
sanpin-bulky-warm = verified duty always 7 days on waste @ 2021-03-01..
sanpin-bulky-cold = verified duty always 10 days on waste @ 2021-03-01..
170-roof-leak = verified own_term detection 1 days on roof @ 2022-06-22..
170-drainage = verified own_term detection 5 days on roof @ 2022-06-22..
170-bricks = verified own_term detection 1 days on structure @ 2022-06-22..
170-bricks-fence = verified localise detection 0 immediately on structure @ 2022-06-22..
170-flue-leak = verified own_term detection 1 days on ventilation @ 2022-06-22..
170-glass = verified own_term detection 1 days on entrance @ 2022-06-22..
170-glass-summer = verified own_term detection 3 days if summer on entrance @ 2022-06-22..
170-door = verified own_term detection 1 days on entrance @ 2022-06-22..
170-plaster = verified own_term detection 5 days on structure @ 2022-06-22..
170-plaster-safety = verified localise detection 0 immediately on structure @ 2022-06-22..
170-facade = verified own_term detection 0 immediately on structure @ 2022-06-22..
170-floor = verified own_term detection 3 days on structure @ 2022-06-22..
170-flue-danger = verified own_term detection 1 days on ventilation gas @ 2022-06-22..
170-flue-stop = verified localise detection 0 immediately on ventilation gas @ 2022-06-22..
170-tap = verified own_term detection 1 days on cold_water hot_water @ 2022-06-22..
170-pipes = verified own_term detection 0 immediately on cold_water hot_water heating sewer gas @ 2022-06-22..
170-feeder = unverified own_term detection 2 hours on electricity @ 2022-06-22..
170-switchboard = unverified own_term detection 3 hours on electricity @ 2022-06-22..
170-riser-breaker = unverified own_term detection 3 hours on electricity @ 2022-06-22..
170-short-circuit = unverified own_term detection 0 immediately on electricity @ 2022-06-22..
170-cooker-part = unverified own_term detection 3 days on electricity @ 2022-06-22..
170-cooker = unverified own_term detection 3 hours on electricity @ 2022-06-22..
170-lighting = verified own_term detection 7 days on lighting @ 2022-06-22..
170-lift = verified own_term detection 1 days on lift @ 2022-06-22..
55964-release = unverified release registration 30 minutes on lift @ 2015-07-01..
own-handover = unverified notify signal 5 minutes @ 2019-03-01..
own-handover-supplier = unverified notify signal 30 minutes @ 2019-03-01..
own-fence = unverified localise registration 1 hours on roof structure yard lift electricity entrance ventilation lighting safety heating sewer @ 2019-03-01..
own-four-hours = unverified own_term registration 4 hours @ 2019-03-01..
own-day = unverified own_term registration 1 days @ 2019-03-01..
own-three-days = unverified own_term registration 3 days @ 2019-03-01..
own-week = unverified own_term registration 7 days @ 2019-03-01..
own-two-weeks = unverified own_term registration 14 days @ 2019-03-01..
own-month = unverified own_term registration 30 days @ 2019-03-01..
`

func inWords(r Row) string {
	text := fmt.Sprintf("%s = %s %s %s %d %s", r.Code, r.Status, r.Kind, r.Start, r.Amount, r.Unit)
	if r.Window != (Window{}) {
		text += " within " + r.Window.String()
	}
	if r.Condition != "" {
		text += " if " + string(r.Condition)
	}
	if len(r.Applies) > 0 {
		text += " on " + strings.Join(r.Applies, " ")
	}
	return fmt.Sprintf("%s @ %s..%s", text, r.ValidFrom, r.ValidTo)
}

func TestTheTableHoldsEveryTermOfTheLaw(t *testing.T) {
	held := map[string]bool{}
	for _, row := range StandardBook().Rows() {
		held[inWords(row)] = true
	}
	for line := range strings.Lines(strings.TrimSpace(lawOfTerms)) {
		line = strings.TrimSpace(line)
		if !held[line] {
			t.Errorf("not in the table: %s", line)
		}
		delete(held, line)
	}
	for _, row := range slices.Sorted(maps.Keys(held)) {
		t.Errorf("in the table, but no term that is known: %s", row)
	}
}

// Every row names a category that the classifier has, or a channel.
func TestRowsApplyToWhatExists(t *testing.T) {
	channels := []string{string(Telephone), string(Message), string(WalkIn), "missed_call"}
	for _, row := range StandardBook().Rows() {
		for _, name := range row.Applies {
			if _, known := StandardClassifier().Category(name); !known && !slices.Contains(channels, name) {
				t.Errorf("%s applies to %q, which is nothing", row.Code, name)
			}
		}
	}
}
