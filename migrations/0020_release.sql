-- +goose Up
-- People who are freed from a lift are no blockage that is cleared: their term is a kind of its own.
update clocks set kind = 'release' where norm = '55964-release' and kind = 'clear';

-- +goose Down
update clocks set kind = 'clear' where norm = '55964-release' and kind = 'release';
