package dispatch

import "context"

// SetTraining runs or pauses the training mode. It exists in a demonstration city only.
func (d *Desk) SetTraining(ctx context.Context, actor Actor, running bool, pace int) (Training, error) {
	if err := actor.check(MayTrain); err != nil {
		return Training{}, err
	}
	city, err := d.Store.City(ctx, actor.City)
	if err != nil {
		return Training{}, err
	}
	if !city.Demo {
		return Training{}, &Error{Kind: Conflict, Code: "not_a_demonstration", Ru: "Учебный режим есть только в демонстрационном городе", En: "The training mode exists in a demonstration city only"}
	}
	if pace < 1 || pace > 10 {
		return Training{}, invalid("pace", "bad_pace", "Темп — от 1 до 10", "The pace is 1 to 10")
	}
	training, moved, err := d.Store.SetTraining(ctx, actor.City, running, pace, Event{BoardTopic, "training", 0}, d.Now())
	if err != nil {
		return Training{}, err
	}
	d.announce(ctx, actor.City, moved)
	return training, nil
}
